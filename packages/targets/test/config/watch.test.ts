import { renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { watchTargets, type TargetsChange, type TargetsWatch } from "../../src/config/index.ts";
import { eventually, tempDir } from "../support/temp.ts";

const dir = tempDir("watch");
const options = { variables: { data: dir }, env: {}, debounceMs: 20 };
const text = (...ids: string[]): string =>
  `version: 1\ntargets: [${ids.map((id) => `{ id: ${id}, ports: [1] }`).join(", ")}]\n`;
const idsOf = (change: TargetsChange | undefined): string | undefined =>
  change?.targets.map((t) => t.id).join();
const open: TargetsWatch[] = [];
afterEach(() => open.splice(0).forEach((watch) => watch.close()));

function start(
  file: string,
  more: Partial<Parameters<typeof watchTargets>[1]> = {},
): { changes: TargetsChange[]; watch: TargetsWatch } {
  const changes: TargetsChange[] = [];
  const watch = watchTargets(file, { ...options, ...more }, (change) => changes.push(change));
  open.push(watch);
  return { changes, watch };
}

test("a file that is changed, replaced or broken while Gradus runs is noticed, and a broken one keeps the old targets", async () => {
  const file = join(dir, "targets.yaml");
  writeFileSync(file, text("a"));
  const { changes, watch } = start(file);
  expect(idsOf(watch.current())).toBe("a");
  writeFileSync(file, text("a", "b"));
  await eventually(() => idsOf(changes.at(-1)) === "a,b");
  writeFileSync(`${file}.new`, text("c"));
  renameSync(`${file}.new`, file);
  await eventually(() => idsOf(changes.at(-1)) === "c");
  writeFileSync(file, "version: 1\ntargets: [{ id: c, prts: [1] }]\n");
  await eventually(() => (changes.at(-1)?.problems.length ?? 0) > 0);
  expect(idsOf(changes.at(-1))).toBe("c");
  rmSync(file);
  await eventually(() => changes.at(-1)?.problems[0]?.expected === "a file that can be read");
  expect(idsOf(watch.current())).toBe("c");
  writeFileSync(file, text("c"));
  await eventually(() => changes.at(-1)?.problems.length === 0);
});

test("where the system tells nothing, polling notices it", () => {
  const file = join(dir, "polled.yaml");
  writeFileSync(file, text("a"));
  const jobs: Array<() => void> = [];
  const timers = { setTimeout: (job: () => void) => jobs.push(job), clearTimeout: () => undefined };
  const { changes } = start(file, { timers });
  writeFileSync(file, text("a", "longer"));
  jobs.shift()?.();
  expect(idsOf(changes.at(-1))).toBe("a,longer");
  expect(jobs.length).toBeGreaterThan(0);
});

test("a change that changes nothing is not told", () => {
  const file = join(dir, "same.yaml");
  writeFileSync(file, text("a"));
  const { changes, watch } = start(file);
  writeFileSync(file, `# a comment\n${text("a")}`);
  watch.check();
  expect(changes).toEqual([]);
});
