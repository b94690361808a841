import { describe, expect, it } from "vitest";
import type { Fact, FactOf } from "../../src/observation/index.ts";
import { features, signature } from "../../src/pattern/index.ts";

const NOW = Date.UTC(2026, 0, 5, 12);
const of = (...facts: Fact[]): string[] =>
  features(
    facts.map((fact) => ({
      id: "o1",
      source: "container" as const,
      target: "shop",
      at: NOW,
      text: "",
      fact,
    })),
  );
const deployment = (more: Partial<FactOf<"deployment">> = {}): Fact => ({
  kind: "deployment",
  name: "shop",
  rollout: "completed",
  desired: 4,
  running: 4,
  pending: 0,
  failedTasks: 0,
  ...more,
});
const stops = (more: Partial<FactOf<"stops">> = {}): Fact => ({
  kind: "stops",
  name: "shop",
  count: 0,
  outOfMemory: 0,
  reason: "none",
  ...more,
});
const calls = (more: Partial<FactOf<"calls">> = {}): Fact => ({
  kind: "calls",
  calls: 100,
  errors: 0,
  throttles: 0,
  maxMs: 100,
  limitMs: 3_000,
  ...more,
});

describe("features of what a platform says", () => {
  it("tell a deployment that failed from one that does not come up, and both from one under way", () => {
    const coming = { rollout: "in_progress", running: 1, startedAt: NOW - 60_000 } as const;
    expect(of(deployment({ rollout: "failed" }))).toEqual(["deployment:failed"]);
    expect(of(deployment({ ...coming, failedTasks: 2 }))).toEqual(["deployment:stuck"]);
    expect(of(deployment({ ...coming, startedAt: NOW - 11 * 60_000 }))).toEqual(["deployment:stuck"]);
    expect(of(deployment(coming))).toEqual([]);
    expect(of(deployment({ rollout: "failed", desired: 0 }))).toEqual([]);
  });

  it("tell how tasks ended", () => {
    expect(of(stops({ count: 4, outOfMemory: 4, exitCode: 137 }))).toEqual([
      "exit:code-137",
      "stops:oom",
      "stops:repeated",
    ]);
    expect(of(stops({ count: 1, exitCode: 1 }))).toEqual(["exit:code-1"]);
  });

  it("tell calls that were turned away from calls that took too long", () => {
    expect(of(calls({ throttles: 40 }))).toEqual(["calls:throttled"]);
    expect(of(calls({ maxMs: 2_900 }))).toEqual(["calls:slow"]);
    expect(of(calls({ throttles: 4 }))).toEqual([]);
  });

  it("name the alarm that fires", () => {
    const alarm = { kind: "alarm", name: "shop 5xx/min", reason: "over 5" } as const;
    expect(of({ ...alarm, state: "alarm" })).toEqual(["alarm:shop-5xx-min"]);
    expect(of({ ...alarm, state: "ok" }, { ...alarm, state: "insufficient" })).toEqual([]);
  });

  it("are none when all is well, whatever it may have", () => {
    const capacity = { kind: "capacity", unit: "tasks", value: 4, most: 4 } as const;
    expect(of(deployment(), stops(), calls(), capacity)).toEqual([]);
  });

  it("are all part of a signature, so that learned cases do not mix", () => {
    const cases = [
      of(deployment({ rollout: "failed" })),
      of(stops({ count: 3 })),
      of(stops({ count: 3, outOfMemory: 3 })),
      of(calls({ throttles: 40 })),
    ];
    const names = cases.map((tokens) => signature({ software: "x", symptom: "s", features: tokens }));
    expect(new Set(names).size).toBe(cases.length);
  });
});
