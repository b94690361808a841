import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { MiniStack } from "../ministack/start.ts";

const root = resolve(import.meta.dirname, "../../..");

/** Outputs of a stack by name, as sst writes them. */
export type Outputs = Record<string, Record<string, string>>;

export interface Deployment {
  stage: string;
  outputs: Outputs;
  /** Seconds that `sst deploy` took, with bootstrap. */
  seconds: number;
  output(stack: string, name: string): string;
  remove(): Promise<void>;
}

/** Runs the real `sst deploy` of this repository against the emulator. Throws with what it printed. */
export async function deploy(
  stack: MiniStack,
  files: { config: string; targets: string },
  stage = "test",
): Promise<Deployment> {
  const folder = await mkdtemp(join(tmpdir(), "gradus-deploy-"));
  const targets = join(folder, "targets.yaml");
  await writeFile(targets, files.targets);
  await writeFile(join(folder, "gradus.config.yaml"), `${files.config}\ntargets: ${targets}\n`);
  const env = {
    PATH: process.env["PATH"],
    HOME: folder,
    CI: "1",
    NO_COLOR: "1",
    SST_TELEMETRY_DISABLED: "1",
    npm_config_yes: "true",
    npm_config_update_notifier: "false",
    GRADUS_CONFIG: join(folder, "gradus.config.yaml"),
    ...stack.environment,
  };
  const started = performance.now();
  await sst(["deploy", "--stage", stage], env);
  const seconds = (performance.now() - started) / 1_000;
  const outputs = JSON.parse(await readFile(join(root, ".sst/outputs.json"), "utf8")) as Outputs;
  return {
    stage,
    outputs,
    seconds,
    output(name, key) {
      const found = outputs[`${stage}-gradus-${name}`]?.[key];
      if (found === undefined) throw new Error(`no output ${key} of ${name}: ${JSON.stringify(outputs)}`);
      return found;
    },
    async remove() {
      await sst(["remove", "--stage", stage], env);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function sst(args: string[], env: NodeJS.ProcessEnv): Promise<string> {
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, [join(root, "node_modules/sst/cli/sst.js"), ...args], {
      cwd: root,
      env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let printed = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk: Buffer) => (printed += chunk.toString("utf8")));
    child.once("error", failed);
    child.once("close", (code) =>
      code === 0
        ? done(printed)
        : failed(new Error(`sst ${args.join(" ")} ended with ${code}:\n${printed.slice(-6_000)}`)),
    );
  });
}
