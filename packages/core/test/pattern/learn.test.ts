import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Outcome, Pattern } from "../../src/pattern/index.ts";
import {
  fromHumanResolution,
  gatePattern as gate,
  learnOutcome as learn,
  newPattern,
  promotePattern as promote,
  QUARANTINE_MS,
  rankPatterns,
  recordOf,
  retirePattern as retire,
  wilsonLowerBound,
} from "../../src/pattern/index.ts";
import { DAY, NOW, outcomes } from "../build.ts";

const fresh = (origin: Pattern["origin"] = "own"): Pattern =>
  newPattern({
    software: "node",
    symptom: "service_down",
    features: ["process:down", "exit:signal-SIGKILL"],
    action: { runbook: "restart", params: {} },
    faultClass: "killed",
    now: NOW,
    origin,
  });
const after = (pattern: Pattern, ...seen: Outcome[]): Pattern =>
  seen.reduce((p, outcome) => learn(p, outcome, NOW), pattern);
const anyOutcomes = fc.array(fc.constantFrom(...outcomes), { maxLength: 30 });
const anyCount = fc.double({ min: 0, max: 1e6, noNaN: true });

describe("the Wilson lower bound", () => {
  it("is s / (s + 1) without failures", () => {
    for (const s of [1, 2, 5]) expect(wilsonLowerBound(s, 0)).toBeCloseTo(s / (s + 1), 12);
    expect(wilsonLowerBound(0, 0)).toBe(0);
    expect(wilsonLowerBound(0, 7)).toBe(0);
  });

  it("is below the rate, rises with successes and falls with failures", () => {
    fc.assert(
      fc.property(anyCount, anyCount, fc.double({ min: 0.01, max: 1e3, noNaN: true }), (s, f, more) => {
        const bound = wilsonLowerBound(s, f);
        expect(bound).toBeGreaterThanOrEqual(0);
        if (s + f > 0) expect(bound).toBeLessThanOrEqual(s / (s + f) + 1e-9);
        expect(wilsonLowerBound(s + more, f)).toBeGreaterThanOrEqual(bound - 1e-9);
        expect(wilsonLowerBound(s, f + more)).toBeLessThanOrEqual(bound + 1e-9);
      }),
    );
  });
});

describe("learning", () => {
  it("lets one own success through the gate for thirteen days, two for six weeks", () => {
    expect(gate(fresh(), NOW).usable).toBe(false);
    const one = after(fresh(), "fixed");
    expect(gate(one, NOW + 13 * DAY).usable).toBe(true);
    expect(gate(one, NOW + 14 * DAY).usable).toBe(false);
    const two = after(fresh(), "fixed", "fixed");
    expect(gate(two, NOW + 42 * DAY).usable).toBe(true);
    expect(gate(two, NOW + 45 * DAY).usable).toBe(false);
  });

  it("believes a human at once, and foreign evidence least", () => {
    expect(gate(fresh("human"), NOW).usable).toBe(true);
    const [human, own, imported] = (["human", "own", "imported"] as const).map(
      (origin) => recordOf(after(fresh(origin), "fixed"), NOW).lowerBound,
    );
    expect(human).toBeGreaterThan(own ?? 1);
    expect(own).toBeGreaterThan(imported ?? 1);
  });

  it("never trusts what only takes symptoms away", () => {
    for (let n = 1; n < 200; n += 1) {
      const symptomOnly = after(fresh(), ...Array.from({ length: n }, () => "symptom_only" as const));
      expect(gate(symptomOnly, NOW).usable).toBe(false);
    }
  });

  it("drops a pattern whose only fix did not hold, or failed once after it", () => {
    expect(gate(after(fresh(), "fixed", "not_held"), NOW).usable).toBe(false);
    expect(gate(after(fresh(), "fixed", "fixed", "not_held"), NOW).usable).toBe(false);
    expect(gate(after(fresh(), "fixed", "not_fixed"), NOW).usable).toBe(false);
    expect(gate(after(fresh(), "fixed", "fixed", "not_fixed"), NOW).usable).toBe(true);
  });

  it("quarantines after harm, longer each time, and wants three fixes made by others after it", () => {
    const proven = after(fresh(), ...Array.from({ length: 50 }, () => "fixed" as const));
    const harmful = after(proven, "harm");
    expect(gate(harmful, NOW + QUARANTINE_MS - 1).reason).toMatch(/quarantined until 2026/);
    expect(gate(harmful, NOW + QUARANTINE_MS).reason).toMatch(/fixed 0 of 3/);
    expect(gate(after(harmful, "fixed", "fixed"), NOW + QUARANTINE_MS).usable).toBe(false);
    expect(gate(after(harmful, "fixed", "fixed", "fixed"), NOW + QUARANTINE_MS).usable).toBe(true);
    expect(after(harmful, "harm").quarantinedUntil).toBe(NOW + 2 * QUARANTINE_MS);
  });

  it("is never raised by a bad outcome and never lowered by a fix", () => {
    fc.assert(
      fc.property(anyOutcomes, fc.constantFrom("not_fixed", "not_held", "harm"), (history, bad) => {
        const p = after(fresh(), ...history);
        const before = recordOf(p, NOW).lowerBound;
        expect(recordOf(learn(p, bad as Outcome, NOW), NOW).lowerBound).toBeLessThanOrEqual(before + 1e-12);
        expect(recordOf(learn(p, "fixed", NOW), NOW).lowerBound).toBeGreaterThanOrEqual(before - 1e-12);
      }),
    );
  });

  it("forgets half in thirty days, however often it is looked at in between", () => {
    fc.assert(
      fc.property(
        anyOutcomes,
        fc.array(fc.integer({ min: 0, max: 90 * DAY }), { maxLength: 5 }),
        (h, steps) => {
          const p = after(fresh(), ...h);
          let [walked, now] = [p, NOW];
          for (const step of steps) {
            now += step;
            const seen = learn(walked, "fixed", now);
            walked = { ...seen, successes: seen.successes - 1 };
          }
          expect(recordOf(walked, now + 30 * DAY).evidence).toBeCloseTo(recordOf(p, now).evidence / 2, 6);
        },
      ),
    );
  });

  it("counts every outcome once in the totals, and keeps the order of time", () => {
    fc.assert(
      fc.property(anyOutcomes, (history) => {
        const p = after(fresh(), ...history);
        const total = Object.values(p.totals).reduce((sum, n) => sum + n, 0);
        expect(total).toBe(history.length);
        expect(learn(p, "fixed", NOW - DAY).updatedAt).toBe(NOW);
        expect(recordOf(p, NOW - 90 * DAY)).toEqual(recordOf(p, NOW));
      }),
    );
  });

  it("ranks by lower bound and leaves out what does not pass", () => {
    const weak = { ...fresh(), id: "weak" };
    const good = { ...after(fresh(), "fixed"), id: "good" };
    const best = { ...after(fresh(), "fixed", "fixed"), id: "best" };
    expect(rankPatterns([weak, good, retire({ ...best, id: "old" }), best], NOW).map((p) => p.id)).toEqual([
      "best",
      "good",
    ]);
  });
});

describe("what people teach", () => {
  const action = { runbook: "restart", params: {} };
  const resolution = { by: "ada", at: NOW, notes: "restarted it", kind: "human" as const, action };
  const of = { ...fresh(), now: NOW, resolution, verified: true };

  it("makes a pattern of a resolution with an action, and of nothing else", () => {
    expect(fromHumanResolution(of)).toMatchObject({ origin: "human", successes: 1, version: 0 });
    expect(fromHumanResolution({ ...of, verified: false })).toMatchObject({ successes: 0 });
    const { action: _none, ...words } = resolution;
    expect(fromHumanResolution({ ...of, resolution: words })).toBeUndefined();
    expect(fromHumanResolution({ ...of, resolution: { ...resolution, kind: "cleared" } })).toBeUndefined();
  });

  it("keeps the record and the quarantine of a pattern that was there", () => {
    const existing = { ...after(fresh(), "fixed", "harm"), version: 4 };
    const taught = fromHumanResolution({ ...of, existing });
    expect(taught).toMatchObject({ version: 4, origin: "human", failures: 5, successes: 2 });
    expect(taught && gate(taught, NOW).usable).toBe(false);
  });

  it("does not bring back what an admin took out of use: only vouching for it does", () => {
    const existing = retire(after(fresh(), "fixed", "fixed", "fixed"));
    for (const verified of [true, false]) {
      const taught = fromHumanResolution({ ...of, verified, existing });
      expect(taught).toMatchObject({ retired: true, origin: "human" });
      expect(taught && gate(taught, NOW).usable).toBe(false);
      expect(taught && gate(promote(taught), NOW).usable).toBe(true);
    }
  });

  it("frees a pattern that a person vouches for, but keeps its failures", () => {
    const vouched = promote(after(fresh(), "fixed", "harm"));
    expect(vouched).toMatchObject({ origin: "human", failures: 5 });
    expect(vouched.quarantinedUntil).toBeUndefined();
  });
});
