import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { effectiveAutonomy, type AutonomyOutcome } from "../../src/policy/earned.ts";
import type { Autonomy, AutonomyLevel, Risk } from "../../src/policy/schema.ts";
import type { Outcome } from "../../src/pattern/index.ts";
import { DAY, NOW, outcomes } from "../build.ts";

const all = <L extends Autonomy["destructive"]>(level: L) =>
  ({ reversible: level, disruptive: level, destructive: level }) satisfies Autonomy;
const auto: Autonomy = { reversible: "auto", disruptive: "auto", destructive: "approve" };
const history = (risk: Risk, ...seen: Outcome[]): AutonomyOutcome[] =>
  seen.map((outcome, i) => ({ risk, outcome, at: NOW - (seen.length - i) * 60_000 }));
const failed = (n: number) => Array.from({ length: n }, () => "not_fixed" as const);
const fixes = (n: number) => Array.from({ length: n }, () => "fixed" as const);
const after = (base: Autonomy, past: AutonomyOutcome[], now = NOW) =>
  effectiveAutonomy({ base, history: past, now });

const rank = (level: AutonomyLevel) => ["observe", "suggest", "approve", "auto"].indexOf(level);
const risk = fc.constantFrom<Risk>("reversible", "disruptive", "destructive");
const anyHistory = fc.array(
  fc.record({
    risk,
    outcome: fc.constantFrom(...outcomes),
    at: fc.integer({ min: NOW - 60 * DAY, max: NOW }),
  }),
  { maxLength: 40 },
);
const anyBase = fc.constantFrom<Autonomy>(all("observe"), all("suggest"), all("approve"), auto);

describe("autonomy", () => {
  it("is what the owner wrote until there are outcomes", () => {
    for (const base of [all("approve"), all("observe"), auto]) expect(after(base, [])).toEqual(base);
  });

  it("is earned by five verified fixes in a row, for their risk class alone", () => {
    expect(after(all("approve"), history("reversible", ...fixes(4))).reversible).toBe("approve");
    expect(after(all("approve"), history("reversible", ...fixes(5)))).toEqual({
      reversible: "auto",
      disruptive: "approve",
      destructive: "approve",
    });
    const broken = history("reversible", ...fixes(4), "symptom_only", "fixed");
    expect(after(all("approve"), broken).reversible).toBe("approve");
  });

  it("needs a good record on the whole besides", () => {
    expect(after(all("approve"), history("reversible", ...failed(5), ...fixes(5))).reversible).toBe(
      "approve",
    );
    expect(after(all("approve"), history("reversible", ...failed(5), ...fixes(40))).reversible).toBe("auto");
  });

  it("is lost by one harm at once, and earned back by good work", () => {
    const harmed = history("disruptive", ...fixes(20), "harm");
    expect(after(auto, harmed).disruptive).toBe("approve");
    expect(after(auto, harmed).reversible).toBe("auto");
    expect(after(auto, history("disruptive", ...fixes(20), "harm", ...fixes(5))).disruptive).toBe("auto");
  });

  it("falls to suggest for a week when an approved action did harm", () => {
    const harmed = history("disruptive", "harm");
    expect(after(all("approve"), harmed).disruptive).toBe("suggest");
    expect(after(all("approve"), harmed, NOW + 7 * DAY).disruptive).toBe("approve");
  });

  it("is lost by failures in a row: sooner where it was earned than where it was given", () => {
    expect(after(all("approve"), history("reversible", ...fixes(9), ...failed(1))).reversible).toBe("auto");
    expect(after(all("approve"), history("reversible", ...fixes(9), ...failed(2))).reversible).toBe(
      "approve",
    );
    expect(after(auto, history("reversible", ...failed(4))).reversible).toBe("auto");
    expect(after(auto, history("reversible", ...failed(5))).reversible).toBe("approve");
  });

  it("that was earned back is lost as easily as any that was earned", () => {
    const back = history("reversible", ...fixes(20), "harm", ...fixes(5));
    expect(after(auto, back).reversible).toBe("auto");
    const again = history("reversible", ...fixes(20), "harm", ...fixes(5), ...failed(2));
    expect(after(auto, again).reversible).toBe("approve");
  });

  it("lets the worse of two outcomes of one moment count last", () => {
    const at = (outcome: Outcome): AutonomyOutcome => ({ risk: "reversible", outcome, at: NOW });
    const past = [...fixes(40).map(at), at("harm")];
    for (const listed of [past, past.toReversed()]) expect(after(auto, listed).reversible).toBe("approve");
  });

  it("never makes destructive actions automatic, nor goes beyond observe or suggest", () => {
    fc.assert(
      fc.property(anyBase, anyHistory, fc.integer({ min: 0, max: 60 }), (base, past, good) => {
        const { destructive, ...rest } = after(base, [...past, ...history("destructive", ...fixes(good))]);
        expect(rank(destructive)).toBeLessThanOrEqual(rank("approve"));
        for (const name of ["reversible", "disruptive"] as const)
          if (rank(base[name]) <= rank("suggest")) expect(rest[name]).toBe(base[name]);
      }),
    );
  });

  it("does not depend on the order in which outcomes are listed", () => {
    fc.assert(
      fc.property(anyBase, anyHistory, (base, past) => {
        const result = after(base, past);
        expect(after(base, [...past].reverse())).toEqual(result);
        expect(
          after(
            base,
            past.toSorted((a, b) => a.outcome.localeCompare(b.outcome)),
          ),
        ).toEqual(result);
      }),
    );
  });

  it("is never raised by a harm that comes last", () => {
    fc.assert(
      fc.property(anyBase, anyHistory, risk, (base, past, name) => {
        const before = after(base, past);
        const harmed = after(base, [...past, { risk: name, outcome: "harm", at: NOW }]);
        expect(rank(harmed[name])).toBeLessThanOrEqual(rank(before[name]));
        expect(harmed[name]).not.toBe("auto");
      }),
    );
  });
});
