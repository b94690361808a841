import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { build } from "esbuild";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { closeAll, PUBLIC, SECRET, serve, targetWith } from "./serve.ts";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../../../..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "gradus-outbound-"));
const bundles: Record<string, { bytes: number; inputs: string[] }> = {};

beforeAll(async () => {
  for (const name of ["probe", "control"]) {
    const outfile = join(folder, `${name}.mjs`);
    const { metafile } = await build({
      entryPoints: [join(root, `functions/outbound/${name}.ts`)],
      absWorkingDir: root,
      outfile,
      bundle: true,
      minify: true,
      format: "esm",
      platform: "node",
      target: "node22",
      mainFields: ["module", "main"],
      metafile: true,
      logLevel: "silent",
    });
    const [output] = Object.values(metafile.outputs);
    bundles[name] = { bytes: output?.bytes ?? 0, inputs: Object.keys(metafile.inputs) };
  }
});
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(closeAll);

/** Runs the bundle in a process of its own, as Lambda does: with its settings in the environment and nothing else. */
async function invoke(name: string, payload: unknown, env: Record<string, string>) {
  const program = `import { handler } from ${JSON.stringify(pathToFileURL(join(folder, `${name}.mjs`)).href)};
    handler(${JSON.stringify(payload)}).then(
      (answer) => console.error(JSON.stringify({ answer })),
      (error) => console.error(JSON.stringify({ error: error.message })),
    );`;
  const { stdout, stderr } = await run(process.execPath, ["--input-type=module", "-e", program], { env });
  return { log: stdout, ...(JSON.parse(stderr) as { answer?: unknown; error?: string }) };
}
const settings = {
  GRADUS_TARGETS_FILE: "targets.json",
  GRADUS_ALLOW_NETWORKS: ` ${PUBLIC}/32, `,
  LAMBDA_TASK_ROOT: folder,
};

describe("the functions that go out", () => {
  it.each(["probe", "control"])("%s is small, and has nothing of the AWS SDK in it", (name) => {
    const { bytes, inputs } = bundles[name]!;
    console.log(`functions/outbound/${name}: ${bytes} bytes minified`);
    expect(bytes).toBeLessThan(200_000);
    expect(inputs.length).toBeGreaterThan(10);
    expect(inputs.filter((path) => /aws-sdk|smithy|aws-lambda-powertools/.test(path))).toEqual([]);
  });

  it("do what the deployed targets declare, through the guard, and log numbers only", async () => {
    const shop = await serve((_, res) => res.end("a body that is nobody's business"));
    const target = targetWith({
      health: [
        { kind: "http", url: `${shop.url}/health`, body: "nobody" },
        { kind: "http", url: `http://${SECRET}:${shop.port}/` },
      ],
      controls: { reload: { kind: "http", url: `${shop.url}/reload` } },
    });
    writeFileSync(join(folder, "targets.json"), JSON.stringify([target]));
    const asks = target.health.map((check) => ({ kind: "check", check }));
    const probe = await invoke("probe", { asks }, settings);
    expect(probe.answer).toMatchObject({
      answers: [
        { kind: "check", fact: { outcome: "ok" } },
        { kind: "none", code: "forbidden", detail: "blocked: 127.0.0.3 is loopback" },
      ],
    });
    expect(probe.log).toContain("asks: 2");
    expect(probe.log).not.toContain("business");
    const control = await invoke("control", { url: `${shop.url}/reload`, method: "POST" }, settings);
    expect(control.answer).toEqual({ ok: true, status: 200 });
    expect(shop.asked).toEqual(["GET /health", "POST /reload"]);
  });

  it("do nothing at all when they are not set up as they should be", async () => {
    writeFileSync(join(folder, "targets.json"), "[]");
    const asks = [{ kind: "check", check: { kind: "http", url: `http://${PUBLIC}/` } }];
    const wrong = await invoke("probe", { asks }, { ...settings, GRADUS_ALLOW_NETWORKS: "everything" });
    expect(wrong).toMatchObject({ error: '"everything" is no network such as 10.0.0.0/8' });
    expect(await invoke("probe", { asks }, {})).toMatchObject({
      error: expect.stringContaining("GRADUS_TARGETS_FILE"),
    });
    const missing = { ...settings, GRADUS_TARGETS_FILE: "gone.json" };
    expect(await invoke("control", {}, missing)).toMatchObject({
      error: expect.stringContaining("gone.json"),
    });
    writeFileSync(join(folder, "targets.json"), '[{"id":"x","nonsense":1}]');
    expect(await invoke("probe", { asks }, settings)).toMatchObject({
      error: expect.stringContaining("nonsense"),
    });
  });
});
