import { beforeAll, describe, expect, it } from "vitest";
import { choose } from "./cases.ts";
import { chaos } from "./chaos.ts";
import { canIsolate } from "./isolate.ts";
import { line } from "./report.ts";
import type { RunResult } from "./run.ts";

// One after the other, where runs cannot have a network of their own, there is time for fewer.
const names = canIsolate()
  ? ["kill", "freeze", "bad_environment", "poisoned_cache", "C2"]
  : ["kill", "bad_environment", "C2"];

const play = (cases: string[]) =>
  chaos(
    {
      cases: choose(cases),
      repeats: 1,
      holdMs: 5_000,
      limitMs: 60_000,
      intervalMs: 2_000,
      parallel: 3,
      seed: 7,
      system: "gradus",
      json: undefined,
      keep: false,
    },
    AbortSignal.timeout(170_000),
    () => undefined,
    line,
  );

describe("a fault in the demo fleet, judged from outside", () => {
  let results: RunResult[] | undefined;

  beforeAll(async () => {
    results = await play(names);
  }, 180_000);

  for (const name of names)
    it(`${name}: what is broken is fixed at its cause, what is not is left alone`, async ({ task }) => {
      // A second try (--retry) plays it again, not only looks again.
      if (task.result?.retryCount) results = await play([name]);
      const result = results?.find((r) => r.spec.case === name);
      const record = JSON.stringify(result, undefined, 1);
      expect(result, record).toMatchObject({ failures: [], harm: [], ok: true, autonomous: true });
    }, 180_000);
});
