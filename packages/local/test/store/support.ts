import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { createStore, nodeCrypto } from "@gradus/store";
import type { Store } from "@gradus/store";
import { manualClock } from "../../../../test/support/clock.ts";
import type { EmbeddedStore } from "../../src/store/index.ts";
import { openEmbeddedStore } from "../../src/store/index.ts";

// The SDK's notice about this version of Node would be in the output of every test file.
process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";

export const clock = manualClock();

export async function tempDir(): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), "gradus-data-"));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

export async function openStore(dataDir: string): Promise<{ embedded: EmbeddedStore; store: Store }> {
  const embedded = await openEmbeddedStore({ dataDir, clock, log: () => undefined, sync: false });
  return { embedded, store: createStore({ ...embedded, clock, crypto: nodeCrypto }) };
}

let bundled: Promise<string> | undefined;

/** The child program as one bundle, as Gradus itself runs: with dynalite left outside. */
const bundle = (): Promise<string> =>
  (bundled ??= (async () => {
    const folder = fileURLToPath(new URL("../../../../node_modules", import.meta.url));
    const outfile = join(folder, `.gradus-test-child-${process.pid}.mjs`);
    await build({
      entryPoints: [fileURLToPath(new URL("./child.ts", import.meta.url))],
      bundle: true,
      platform: "node",
      format: "esm",
      external: ["dynalite"],
      banner: {
        js: 'import{createRequire as requireFrom}from"node:module";const require=requireFrom(import.meta.url);',
      },
      outfile,
      logLevel: "error",
    });
    return outfile;
  })());

const children = new Set<ChildProcess>();

/** Leaves nothing behind, whatever became of the tests. */
export async function leaveNothing(): Promise<void> {
  for (const child of children) child.kill("SIGKILL");
  if (bundled) await rm(await bundled, { force: true });
}

export interface Child {
  process: ChildProcess;
  lines: string[];
  /** Waits for a line with this text. */
  until(text: string | ((lines: string[]) => boolean)): Promise<void>;
  exited: Promise<number | null>;
}

/** Runs the child program. `limitKb`: no file of its may grow beyond, as on a full disk. */
export async function startChild(args: string[], limitKb?: number): Promise<Child> {
  const command = [process.execPath, await bundle(), ...args];
  const child =
    limitKb === undefined
      ? spawn(command[0] ?? "", command.slice(1), { stdio: ["ignore", "pipe", "inherit"] })
      : spawn("bash", ["-c", 'ulimit -f "$0"; exec "$@"', String(limitKb), ...command], {
          stdio: ["ignore", "pipe", "inherit"],
        });
  children.add(child);
  const lines: string[] = [];
  let rest = "";
  const waiting = new Set<() => void>();
  child.stdout?.on("data", (data: Buffer) => {
    const parts = (rest + data.toString()).split("\n");
    rest = parts.pop() ?? "";
    lines.push(...parts);
    for (const check of waiting) check();
  });
  const exited = new Promise<number | null>((resolve) => child.on("close", resolve));
  void exited.then(() => children.delete(child));
  return {
    process: child,
    lines,
    exited,
    until: (what) =>
      new Promise((resolve, reject) => {
        const holds =
          typeof what === "string" ? () => lines.some((l) => l.includes(what)) : () => what(lines);
        const check = (): void => {
          if (holds()) resolve();
        };
        waiting.add(check);
        check();
        void exited.then((code) =>
          holds() ? resolve() : reject(new Error(`child ended with ${code}: ${lines.slice(-5).join("|")}`)),
        );
      }),
  };
}
