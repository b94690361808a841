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

describe("a fault in the demo fleet, judged from outside", () => {
  let results: RunResult[] | undefined;

  beforeAll(async () => {
    const options = {
      cases: choose(names),
      repeats: 1,
      holdMs: 5_000,
      limitMs: 60_000,
      intervalMs: 2_000,
      parallel: 3,
      seed: 7,
      system: "gradus" as const,
      json: undefined,
      keep: false,
    };
    results = await chaos(options, AbortSignal.timeout(170_000), () => undefined, line);
  }, 180_000);

  it.each(names)("%s: what is broken is fixed at its cause, what is not is left alone", (name) => {
    const result = results?.find((r) => r.spec.case === name);
    expect(result).toMatchObject({ failures: [], harm: [], ok: true, autonomous: true });
  });
});
