import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AutonomyOutcome } from "../../src/policy/earned.ts";
import { EARNED_AFTER, earnedLevel, effectiveAutonomy } from "../../src/policy/earned.ts";
import type { Autonomy, AutonomyLevel, Risk } from "../../src/policy/schema.ts";
import type { AutonomySet, Settings } from "../../src/settings/index.ts";
import { autonomySetFor, clearAutonomy, setAutonomy } from "../../src/settings/index.ts";
import { DAY, NOW, outcomes } from "../build.ts";

const none: Settings = { pausedTargets: {}, version: 3 };
const set = (level: AutonomyLevel, at = NOW, more: Partial<AutonomySet> = {}): AutonomySet => ({
  level,
  by: "human:ada@example.org",
  at,
  reason: "it has earned it",
  ...more,
});
const rank = (level: AutonomyLevel) => ["observe", "suggest", "approve", "auto"].indexOf(level);

const id = fc.constantFrom("shop", "db", "constructor");
const risk = fc.constantFrom<Risk>("reversible", "disruptive", "destructive");
const level = fc.constantFrom<AutonomyLevel>("observe", "suggest", "approve", "auto");
const allowed = fc.tuple(risk, level).filter(([r, l]) => !(r === "destructive" && l === "auto"));
const time = fc.integer({ min: 0, max: 5 });
const reason = fc.constantFrom("a", "b");
const change: fc.Arbitrary<(s: Settings) => Settings> = fc.oneof(
  fc.tuple(id, allowed, time, reason).map(
    ([t, [r, l], at, why]) =>
      (s: Settings) =>
        setAutonomy(s, t, r, set(l, at, { reason: why })),
  ),
  fc.tuple(id, risk, time).map(
    ([t, r, at]) =>
      (s: Settings) =>
        clearAutonomy(s, t, r, at),
  ),
);

describe("a level that a person sets", () => {
  it("is kept for its target and risk class alone, and leaves nothing behind when it is taken back", () => {
    const one = setAutonomy(none, "shop", "disruptive", set("auto"));
    expect(autonomySetFor(one, "shop")).toEqual({ disruptive: set("auto") });
    expect(autonomySetFor(one, "db")).toEqual({});
    const two = setAutonomy(one, "shop", "reversible", set("observe"));
    expect(clearAutonomy(two, "shop", "reversible", NOW)).toEqual(one);
    expect(clearAutonomy(one, "shop", "disruptive", NOW)).toEqual(none);
  });

  it("is set once when it is delivered twice, and anew for another reason", () => {
    const one = setAutonomy(none, "shop", "disruptive", set("auto"));
    expect(setAutonomy(one, "shop", "disruptive", set("auto", NOW + 1))).toBe(one);
    const again = setAutonomy(one, "shop", "disruptive", set("auto", NOW + 1, { reason: "repaired" }));
    expect(autonomySetFor(again, "shop").disruptive?.at).toBe(NOW + 1);
  });

  it("is not changed by what is older than it", () => {
    const one = setAutonomy(none, "shop", "disruptive", set("observe"));
    expect(setAutonomy(one, "shop", "disruptive", set("auto", NOW - 1))).toBe(one);
    expect(clearAutonomy(one, "shop", "disruptive", NOW - 1)).toBe(one);
  });

  it("is never automatic for what is destructive", () => {
    expect(() => setAutonomy(none, "shop", "destructive", set("auto"))).toThrow(
      expect.objectContaining({ code: "invalid_input" }),
    );
  });

  it("is not there for a target that only has the name of a built-in", () => {
    const one = setAutonomy(none, "shop", "disruptive", set("auto"));
    expect(autonomySetFor(one, "constructor")).toEqual({});
    expect(clearAutonomy(one, "constructor", "disruptive", NOW)).toBe(one);
  });

  it("changes nothing when any change is delivered twice, and leaves the version to the store", () => {
    fc.assert(
      fc.property(fc.array(change), change, (before, last) => {
        const once = last(before.reduce((s, apply) => apply(s), none));
        expect(last(once)).toBe(once);
        expect(once.version).toBe(3);
      }),
    );
  });
});

const anyOutcome: fc.Arbitrary<AutonomyOutcome> = fc.record({
  risk,
  outcome: fc.constantFrom(...outcomes, "fixed", "fixed"),
  at: fc.integer({ min: NOW - 60 * DAY, max: NOW + 60 * DAY }),
});
const anyBase = fc.record<Autonomy>({
  reversible: level,
  disruptive: level,
  destructive: fc.constantFrom("observe", "suggest", "approve"),
});
const later = NOW + 60 * DAY;

describe("what a target allows where a person has set a level", () => {
  it("is that level until there are outcomes of after, whatever came before", () => {
    fc.assert(
      fc.property(anyBase, fc.array(anyOutcome), risk, level, (base, past, name, wanted) => {
        const before = past.filter(({ at }) => at < NOW);
        const of = { base, set: { [name]: set(wanted) }, history: before, now: later };
        const least = name === "destructive" && wanted === "auto" ? "approve" : wanted;
        expect(effectiveAutonomy(of)[name]).toBe(least);
      }),
    );
  });

  it("is more than that only by verified fixes of after, and never for what is destructive", () => {
    fc.assert(
      fc.property(
        anyBase,
        fc.array(anyOutcome, { maxLength: 60 }),
        risk,
        level,
        (base, past, name, wanted) => {
          const allows = effectiveAutonomy({ base, set: { [name]: set(wanted) }, history: past, now: later });
          expect(rank(allows.destructive)).toBeLessThanOrEqual(rank("approve"));
          if (rank(allows[name]) <= rank(wanted)) return;
          const fixes = past.filter((p) => p.risk === name && p.at >= NOW && p.outcome === "fixed");
          expect(fixes.length).toBeGreaterThanOrEqual(EARNED_AFTER);
          expect(wanted).toBe("approve");
        },
      ),
      { numRuns: 500 },
    );
  });

  it("is what it would be without it for the other risk classes", () => {
    fc.assert(
      fc.property(anyBase, fc.array(anyOutcome), risk, risk, level, (base, past, name, other, wanted) => {
        fc.pre(name !== other);
        const without = { base, history: past, now: later };
        const allows = effectiveAutonomy({ ...without, set: { [name]: set(wanted) } });
        expect(allows[other]).toBe(effectiveAutonomy(without)[other]);
      }),
    );
  });

  it("says who set it and why, until outcomes move it", () => {
    const base: Autonomy = { reversible: "observe", disruptive: "observe", destructive: "observe" };
    const of = { base, risk: "disruptive", set: { disruptive: set("approve") }, now: later } as const;
    const fix = (n: number): AutonomyOutcome => ({ risk: "disruptive", outcome: "fixed", at: NOW + n });
    expect(earnedLevel({ ...of, history: [] })).toEqual({
      level: "approve",
      reason: "set by ada@example.org: it has earned it",
    });
    expect(earnedLevel({ ...of, history: [1, 2, 3, 4, 5].map(fix) })).toEqual({
      level: "auto",
      reason: "earned by 5 verified fixes in a row",
    });
  });
});
