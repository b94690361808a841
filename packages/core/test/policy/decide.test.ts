import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decide, type PolicyDecision, type PolicyInput } from "../../src/policy/decide.ts";
import { vetoes } from "../../src/policy/veto.ts";
import { actionKey } from "../../src/runbook/index.ts";
import type { Settings } from "../../src/settings/index.ts";
import { card, NOW, target } from "../build.ts";

const auto = { reversible: "auto", disruptive: "auto", destructive: "approve" } as const;
const action = { runbook: "restart", params: {} };
const pause = { by: "ada", at: NOW, reason: "deploying" };
const running: Settings = { pausedTargets: {}, version: 0 };
const base: PolicyInput = {
  target: target({ autonomy: auto }),
  card: card(),
  action,
  phase: 1,
  confidence: 0.9,
  evidence: 3,
  now: NOW,
  settings: running,
  autonomy: auto,
  tabu: [],
  recent: [],
  fleetRecent: 0,
  attempts: 0,
  observeOnly: false,
};
const on = (more: Partial<PolicyInput>): PolicyDecision => decide({ ...base, ...more });
const codes = (decision: PolicyDecision) => (decision.kind === "denied" ? decision.codes : []);
const times = (n: number, at: number) => Array.from({ length: n }, () => at);
const strictness = (decision: PolicyDecision) => ["allowed", "approval", "denied"].indexOf(decision.kind);
const allDay = (mode: "manual" | "silent") =>
  target({
    maintenance: [
      { days: ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], from: "00:00", to: "00:00", mode },
    ],
  });

const level = fc.constantFrom("observe", "suggest", "approve", "auto");
const anyInput: fc.Arbitrary<PolicyInput> = fc.record({
  target: fc.constantFrom(target(), allDay("manual"), allDay("silent")),
  card: fc.constantFrom("reversible", "disruptive", "destructive").map((risk) => card({ risk })),
  action: fc.constantFrom(
    action,
    { runbook: "other", params: {} },
    { runbook: "restart", params: { pid: 1 } },
  ),
  phase: fc.constantFrom(1, 2, 3, 4),
  confidence: fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constant(Number.NaN)),
  evidence: fc.integer({ min: 0, max: 3 }),
  now: fc.constant(NOW),
  settings: fc.constantFrom<Settings>(
    running,
    { ...running, paused: pause },
    { ...running, pausedTargets: { shop: pause } },
  ),
  autonomy: fc.record({ reversible: level, disruptive: level, destructive: level }) as fc.Arbitrary<
    typeof auto
  >,
  tabu: fc.constantFrom<string[]>([], [actionKey(action)]),
  recent: fc.array(fc.constant(NOW - 1_000), { maxLength: 12 }),
  fleetRecent: fc.integer({ min: 0, max: 70 }),
  attempts: fc.integer({ min: 0, max: 8 }),
  observeOnly: fc.boolean(),
});
/** Mostly harmless inputs, so that the laws below are not about denials only. */
const mildInput: fc.Arbitrary<PolicyInput> = fc
  .tuple(anyInput, fc.subarray(Object.keys(base) as Array<keyof PolicyInput>, { minLength: 6 }))
  .map(([any, calm]) => Object.assign({ ...any }, Object.fromEntries(calm.map((key) => [key, base[key]]))));

describe("policy", () => {
  it("lets a sure, grounded, permitted action through", () => {
    expect(on({}).kind).toBe("allowed");
  });

  it("sends a doubtful proposal up a phase, and in the last one asks", () => {
    for (const phase of [1, 2] as const) {
      const decision = on({ confidence: 0.6, phase });
      expect(decision).toMatchObject({ kind: "denied", codes: ["low_confidence"], final: false });
    }
    expect(on({ confidence: 0.6, phase: 3 }).kind).toBe("approval");
    expect(on({ confidence: 0.4, phase: 3 }).kind).toBe("denied");
    expect(on({ confidence: 0.7 }).kind).toBe("allowed");
  });

  it("never makes a destructive action automatic, nor asks for one it is not sure of", () => {
    const destructive = card({ risk: "destructive" });
    const forged = { ...auto, destructive: "auto" as unknown as "approve" };
    expect(on({ card: destructive, autonomy: forged }).kind).toBe("approval");
    expect(codes(on({ card: destructive, confidence: 0.69, phase: 3 }))).toEqual(["low_confidence"]);
  });

  it("fails closed without evidence", () => {
    expect(codes(on({ evidence: 0 }))).toEqual(["no_evidence"]);
    expect(codes(on({ evidence: Number.NaN }))).toEqual(["no_evidence"]);
  });

  it("stops at the kill switches, and says that no other proposal will do", () => {
    expect(on({ settings: { ...running, paused: pause } })).toMatchObject({
      kind: "denied",
      final: true,
      reasons: ["paused by ada: deploying"],
    });
    expect(codes(on({ settings: { ...running, pausedTargets: { shop: pause } } }))).toEqual(["paused"]);
    expect(on({ settings: { ...running, pausedTargets: { other: pause } } }).kind).toBe("allowed");
    expect(codes(on({ observeOnly: true }))).toEqual(["observe_only"]);
  });

  it("asks where the owner wants to be asked, and leaves alone what is only watched", () => {
    expect(on({ autonomy: { ...auto, disruptive: "approve" } }).kind).toBe("approval");
    for (const only of ["observe", "suggest"] as const)
      expect(on({ autonomy: { ...auto, disruptive: only } })).toMatchObject({
        codes: ["autonomy"],
        final: false,
      });
    expect(on({ autonomy: { ...auto, reversible: "observe" } }).kind).toBe("allowed");
  });

  it("keeps still in a silent window and asks in a manual one", () => {
    expect(codes(on({ target: allDay("silent") }))).toEqual(["silent_window"]);
    expect(on({ target: allDay("manual") }).kind).toBe("approval");
    for (const mode of ["manual", "silent"] as const) {
      const window = allDay(mode).maintenance[0];
      expect(on({ window }).kind).toBe(mode === "manual" ? "approval" : "denied");
    }
  });

  it("asks before the eleventh action of an hour on a target and the sixty-first on the fleet", () => {
    expect(on({ recent: times(9, NOW - 1_000) }).kind).toBe("allowed");
    expect(on({ recent: times(10, NOW - 1_000) }).kind).toBe("approval");
    expect(on({ recent: times(10, NOW - 3_600_000) }).kind).toBe("allowed");
    expect(on({ recent: times(10, NOW + 1_000) }).kind).toBe("approval");
    expect(on({ fleetRecent: 59 }).kind).toBe("allowed");
    expect(on({ fleetRecent: 60 }).kind).toBe("approval");
  });

  it("refuses what did not work, what is not the runbook's and what goes on for ever", () => {
    expect(codes(on({ tabu: [actionKey(action)] }))).toEqual(["tabu"]);
    expect(codes(on({ action: { runbook: "rm", params: {} } }))).toEqual(["invalid"]);
    expect(codes(on({ action: { runbook: "restart", params: { pid: 1 } } }))).toEqual(["invalid"]);
    expect(codes(on({ attempts: 6 }))).toEqual(["too_many_attempts"]);
  });

  it("always gives a reason", () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const decision = decide(input);
        expect(decision.reasons.length).toBeGreaterThan(0);
        expect(decision.reasons.every((reason) => reason !== "")).toBe(true);
      }),
    );
  });

  it("is vetoed absolutely", () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        if (vetoes(input).length > 0) expect(decide(input).kind).toBe("denied");
        if (input.card.risk === "destructive") expect(decide(input).kind).not.toBe("allowed");
      }),
    );
  });

  it("never gets looser when something is taken away", () => {
    const restrict: ReadonlyArray<(input: PolicyInput) => Partial<PolicyInput>> = [
      () => ({ settings: { ...running, paused: pause } }),
      () => ({ observeOnly: true }),
      () => ({ target: allDay("silent") }),
      () => ({ evidence: 0 }),
      (input) => ({ confidence: input.confidence / 2 }),
      () => ({ tabu: [actionKey(action)] }),
      (input) => ({ recent: [...input.recent, NOW] }),
      (input) => ({ fleetRecent: input.fleetRecent + 1 }),
      (input) => ({ attempts: input.attempts + 1 }),
      () => ({ autonomy: { reversible: "suggest", disruptive: "suggest", destructive: "suggest" } }),
    ];
    fc.assert(
      fc.property(mildInput, fc.constantFrom(...restrict), (input, less) => {
        expect(strictness(decide({ ...input, ...less(input) }))).toBeGreaterThanOrEqual(
          strictness(decide(input)),
        );
      }),
      { numRuns: 500 },
    );
  });
});
