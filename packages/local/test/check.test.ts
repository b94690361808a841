import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { optionsSchema } from "../src/options.ts";
import { checkTargets } from "../src/runtime/check.ts";

const folder = mkdtempSync(join(tmpdir(), "gradus-check-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("says of a status command that tells no process what that costs, before anything is started", async () => {
  const targetsFile = join(folder, "targets.yaml");
  const entry = (id: string, status: string): string =>
    `  - { id: ${id}, manager: { kind: script, start: ["true"], stop: ["true"], status: ${status} } }\n`;
  writeFileSync(
    targetsFile,
    `version: 1\ntargets:\n${entry("quiet", '["true"]')}${entry("told", `[echo, "pid ${process.pid}"]`)}${entry("down", '[sh, -c, "exit 3"]')}`,
  );
  const options = optionsSchema.parse({ dataDir: join(folder, "data"), targetsFile });
  const { targets } = await checkTargets(options, process.env);
  expect(targets.map((t) => [t.id, t.hints])).toEqual([
    ["quiet", [expect.stringContaining("does not print the pid")]],
    ["told", []],
    ["down", []],
  ]);
});
