import { type Fact, type FactOf, type Source, symptomOf } from "@gradus/core";
import { describe, expect, it } from "vitest";
import {
  containerDetector,
  metricDetector,
  primary,
  resourceDetector,
  serviceDetector,
} from "../../src/index.ts";
import { seen, targetOf } from "../support/build.ts";

const MINUTE = 60_000;
const NOW = 100 * MINUTE;
const target = targetOf();

const deployment = (more: Partial<FactOf<"deployment">> = {}): FactOf<"deployment"> => ({
  kind: "deployment",
  name: "shop",
  version: "shop:12",
  rollout: "completed",
  desired: 4,
  running: 4,
  pending: 0,
  failedTasks: 0,
  startedAt: NOW - 2 * MINUTE,
  ...more,
});
const stops = (count: number, outOfMemory = 0): FactOf<"stops"> => ({
  kind: "stops",
  name: "shop",
  count,
  outOfMemory,
  reason: "exit 1",
});

function onContainer(...facts: Fact[]) {
  const observations = facts.map((fact) => seen("container", fact, NOW));
  const state = containerDetector.initial();
  const { signals } = containerDetector.detect({ target, observations, state, now: NOW });
  return signals;
}
const symptomOn = (...facts: Fact[]): string =>
  onContainer(...facts)
    .map((s) => s.symptom)
    .join();

describe("a service that a platform runs", () => {
  it("is well when all that is wanted runs, whatever is on its way", () => {
    expect(symptomOn(deployment(), stops(0))).toBe("");
    expect(symptomOn(deployment(), stops(2))).toBe("");
    expect(symptomOn(deployment({ rollout: "in_progress", running: 1 }), stops(0))).toBe("");
    expect(symptomOn(deployment({ running: 3 }), stops(1, 1))).toBe("");
    expect(symptomOn(deployment({ rollout: "in_progress", running: 0 }), stops(0))).toBe("");
  });

  it("has a deployment that is stuck when it failed, when its tasks fail, or after ten minutes", () => {
    const late = { rollout: "in_progress", running: 3, startedAt: NOW - 10 * MINUTE - 1 } as const;
    expect(symptomOn(deployment({ rollout: "failed" }))).toBe("deployment_stuck");
    expect(symptomOn(deployment({ rollout: "in_progress", running: 3, failedTasks: 1 }))).toBe(
      "deployment_stuck",
    );
    expect(symptomOn(deployment(late))).toBe("deployment_stuck");
    expect(symptomOn(deployment({ ...late, startedAt: NOW - 10 * MINUTE }))).toBe("");
    expect(symptomOn(deployment({ ...late, running: 4 }))).toBe("");
    expect(symptomOn(deployment({ failedTasks: 2 }))).toBe("");
  });

  it("may take long to bring up as long as more and more of it runs", () => {
    let state = containerDetector.initial();
    const startedAt = NOW - 8 * MINUTE;
    const look = (minutes: number, running: number): string => {
      const fact = deployment({ rollout: "in_progress", desired: 50, running, startedAt });
      const now = NOW + minutes * MINUTE;
      const result = containerDetector.detect({
        target,
        observations: [seen("container", fact)],
        state,
        now,
      });
      state = result.state;
      return result.signals.map((s) => s.symptom).join();
    };
    expect([look(0, 10), look(4, 20), look(8, 30), look(18, 30)]).toEqual(["", "", "", ""]);
    // Tasks that come and go are no progress.
    expect([look(18.5, 29), look(18.6, 30)]).toEqual(["deployment_stuck", "deployment_stuck"]);
  });

  it("is told by how its tasks ended, the one nearest to the cause", () => {
    expect(symptomOn(deployment({ running: 3 }), stops(3))).toBe("container_restarting");
    expect(symptomOn(deployment({ running: 3 }), stops(3, 1))).toBe("container_oom_killed");
    expect(symptomOn(deployment({ running: 0 }), stops(1, 1))).toBe("container_oom_killed");
    expect(symptomOn(deployment({ running: 0 }), stops(1))).toBe("container_exited");
    expect(symptomOn(deployment({ running: 0 }))).toBe("container_exited");
    expect(symptomOn(deployment({ rollout: "failed", running: 0 }), stops(6, 6))).toBe("deployment_stuck");
    expect(symptomOn(stops(5))).toBe("container_restarting");
  });

  it("shows what it was seen by, and needs no second look for stops that were counted over ten minutes", () => {
    const [signal] = onContainer(deployment({ running: 3 }), stops(3));
    expect(signal).toMatchObject({ source: "container", certain: true });
    expect(signal?.evidence.map((o) => o.fact.kind)).toEqual(["deployment", "stops"]);
    expect(onContainer(deployment({ rollout: "failed" }))[0]?.certain).toBeUndefined();
  });

  it("has no symptom when no tasks are wanted, or it was stopped on purpose", () => {
    expect(symptomOn(deployment({ desired: 0, running: 0, rollout: "failed" }), stops(5, 5))).toBe("");
    const asked = { kind: "process", running: false, recentStarts: 0, stoppedOnPurpose: true } as const;
    expect(symptomOn(deployment({ running: 0 }), asked)).toBe("");
  });

  it("is not told again by the service source, not even as a crash loop", () => {
    let state = serviceDetector.initial();
    for (let i = 0; i < 12; i += 1) {
      const fact = { kind: "process", running: i % 2 === 0, recentStarts: 0 } as const;
      const observations = [seen("service", fact), seen("container", deployment({ running: i % 2 }))];
      const result = serviceDetector.detect({ target, observations, state, now: NOW + i * 10_000 });
      expect(result.signals).toEqual([]);
      ({ state } = result);
    }
  });
});

const onMetric = (...facts: Fact[]) =>
  metricDetector.detect({
    target,
    observations: facts.map((fact) => seen("metric", fact, NOW)),
    state: metricDetector.initial(),
    now: NOW,
  }).signals;
const metricsOn = (...facts: Fact[]): string =>
  onMetric(...facts)
    .map((s) => s.symptom)
    .join();

describe("a function", () => {
  const calls = (more: Partial<FactOf<"calls">>): FactOf<"calls"> => ({
    kind: "calls",
    calls: 100,
    errors: 0,
    throttles: 0,
    ...more,
  });
  const rate = (requests: number, errors: number): Fact => ({
    kind: "error_rate",
    rate: errors / requests,
    max: 0.1,
    requests,
  });

  it("is throttled when three calls and five percent of them are turned away", () => {
    expect(metricsOn(calls({ calls: 95, throttles: 5 }))).toBe("function_throttled");
    expect(metricsOn(calls({ calls: 0, throttles: 3 }))).toBe("function_throttled");
    expect(metricsOn(calls({ calls: 10, throttles: 2 }))).toBe("");
    expect(metricsOn(calls({ calls: 96, throttles: 5 }))).toBe("");
    const capacity = { kind: "capacity", unit: "concurrency", value: 5 } as const;
    expect(onMetric(calls({ throttles: 50 }), capacity)[0]?.evidence).toHaveLength(2);
  });

  it("is slow when a call takes nine tenths of what it may", () => {
    expect(metricsOn(calls({ maxMs: 2_700, limitMs: 3_000 }))).toBe("function_slow");
    expect(metricsOn(calls({ maxMs: 2_699, limitMs: 3_000 }))).toBe("");
    expect(metricsOn(calls({ maxMs: 2_999 }))).toBe("");
  });

  it("fails too often also when it is called seldom, if it is certain", () => {
    expect(metricsOn(calls({ calls: 100, errors: 11 }), rate(100, 11))).toBe("error_rate_high");
    expect(metricsOn(calls({ calls: 5, errors: 5 }), rate(5, 5))).toBe("error_rate_high");
    expect(metricsOn(calls({ calls: 10, errors: 5 }), rate(10, 5))).toBe("error_rate_high");
    expect(metricsOn(calls({ calls: 2, errors: 2 }), rate(2, 2))).toBe("");
    expect(metricsOn(calls({ calls: 15, errors: 3 }), rate(15, 3))).toBe("");
  });

  it("is what makes few calls enough: a scraped page with few requests says nothing yet", () => {
    expect(metricsOn(rate(5, 5))).toBe("");
  });

  it("that was switched off on purpose has no symptom", () => {
    const off = { kind: "process", running: false, recentStarts: 0, stoppedOnPurpose: true } as const;
    expect(metricsOn(calls({ calls: 0, throttles: 90 }), off)).toBe("");
  });
});

describe("an alarm", () => {
  const alarm = (name: string, state: FactOf<"alarm">["state"]): Fact => ({
    kind: "alarm",
    name,
    state,
    reason: "r",
  });

  it("that fires is a certain signal under its own name; others are none", () => {
    const signals = onMetric(
      alarm("p99", "alarm"),
      alarm("5xx", "alarm"),
      alarm("cpu", "ok"),
      alarm("x", "insufficient"),
    );
    expect(signals).toMatchObject([
      { symptom: "alarm_firing", key: "p99", certain: true },
      { symptom: "alarm_firing", key: "5xx", certain: true },
    ]);
  });

  it("gives way to what is nearer to the cause", () => {
    const signals = [...onMetric(alarm("p99", "alarm")), ...onContainer(deployment({ rollout: "failed" }))];
    expect(primary(signals)?.primary.symptom).toBe("deployment_stuck");
    expect(symptomOf("alarm_firing").impact).toBe("soft");
  });
});

describe("a database that a platform runs", () => {
  const saw = (source: Source, fact: Fact) => [seen(source, fact, NOW)];

  it("is down when its platform says so, and not when that is not known", () => {
    const state = serviceDetector.initial();
    const down = { kind: "process", running: false, recentStarts: 0 } as const;
    const look = (fact: Fact) =>
      serviceDetector.detect({ target, observations: saw("service", fact), state, now: NOW }).signals;
    expect(look(down).map((s) => s.symptom)).toEqual(["service_down"]);
    expect(look({ ...down, unknown: "RDS is at work on it: rebooting" })).toEqual([]);
  });

  it("has a full disk by its storage, which has no inodes", () => {
    const storage = {
      kind: "disk",
      path: "storage",
      usedPercent: 91,
      inodesPercent: 0,
      maxPercent: 90,
    } as const;
    const look = (fact: Fact) =>
      resourceDetector.detect({
        target,
        observations: saw("resource", fact),
        state: resourceDetector.initial(),
        now: NOW,
      }).signals;
    expect(look(storage)).toMatchObject([{ symptom: "disk_full", key: "storage" }]);
    expect(look({ ...storage, usedPercent: 89 })).toEqual([]);
  });
});
