import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Outcome, Pattern } from "../../src/pattern/index.ts";
import { isGradusError } from "../../src/error/index.ts";
import {
  exportPatterns,
  gatePattern as gate,
  importPatterns,
  learnOutcome as learn,
  newPattern,
  retirePattern as retire,
} from "../../src/pattern/index.ts";
import { DAY, NOW } from "../build.ts";

const pattern = (...seen: Outcome[]): Pattern =>
  seen.reduce<Pattern>(
    (p, outcome) => learn(p, outcome, NOW),
    newPattern({
      software: "redis",
      symptom: "error_rate_high",
      features: ["drift:parameter", "log:redis-maxmemory"],
      action: { runbook: "restore_parameter", params: { name: "maxmemory" } },
      faultClass: "bad_parameter",
      now: NOW,
    }),
  );
const times = (n: number): Outcome[] => Array.from({ length: n }, () => "fixed" as const);
const travel = (p: Pattern, existing: Pattern[] = [], now = NOW) =>
  importPatterns(exportPatterns([p], now), existing, now);

const gateOf = (p: Pattern | undefined) => p && gate(p, NOW).usable;

describe("patterns that travel", () => {
  it("arrive with half their weight, capped, under the same id, without local counts", () => {
    const sent = pattern(...times(3));
    const [arrived] = travel(sent).patterns;
    expect(arrived).toMatchObject({ id: sent.id, origin: "imported", successes: 1.5, version: 0 });
    expect(arrived?.totals.fixed).toBe(0);
    expect(travel(pattern(...times(500))).patterns[0]?.successes).toBe(2.5);
  });

  it("pass the gate after four fixes elsewhere, and fall with one failure here", () => {
    expect(gateOf(travel(pattern(...times(3))).patterns[0])).toBe(false);
    const [arrived] = travel(pattern(...times(4))).patterns;
    expect(gateOf(arrived)).toBe(true);
    expect(gateOf(arrived && learn(arrived, "not_fixed", NOW))).toBe(false);
    const [best] = travel(pattern(...times(500))).patterns;
    expect(gateOf(best && learn(best, "not_fixed", NOW))).toBe(false);
  });

  it("never touch a pattern with evidence of our own", () => {
    const ours = { ...pattern("not_fixed"), version: 3 };
    expect(travel(pattern(...times(9)), [ours])).toEqual({ patterns: [], skipped: [ours.id] });
  });

  it("never touch one a person made, one retired here, or an import with outcomes of its own", () => {
    const sent = pattern(...times(9));
    const [imported] = travel(sent).patterns;
    const skipped = { patterns: [], skipped: [sent.id] };
    expect(travel(sent, [{ ...pattern(), origin: "human" }])).toEqual(skipped);
    expect(travel(sent, [pattern()])).toEqual(skipped);
    expect(travel(sent, imported ? [retire(imported)] : [])).toEqual(skipped);
    expect(travel(sent, imported ? [learn(imported, "not_fixed", NOW)] : [])).toEqual(skipped);
  });

  it("refresh an import that was never used, at its stored version", () => {
    const [stored] = travel(pattern(...times(2))).patterns;
    const again = travel(pattern(...times(4)), stored ? [{ ...stored, version: 7 }] : []);
    expect(again.patterns[0]).toMatchObject({ version: 7, successes: 2 });
  });

  it("that come again in the same file are left as they are, whenever that is, and keep their time", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 0, max: 60 }),
        fc.nat(9),
        (n, days, version) => {
          const file = exportPatterns([pattern(...times(n))], NOW);
          const [first] = importPatterns(file, [], NOW).patterns;
          const stored = { ...first!, version };
          const again = importPatterns(file, [stored], NOW + days * DAY);
          expect(again).toEqual({ patterns: [], skipped: [stored.id] });
          // Another weight is news: of now, under the age that it has.
          const [other] = importPatterns(
            exportPatterns([pattern(...times(n), "not_fixed")], NOW),
            [stored],
            NOW + days * DAY,
          ).patterns;
          expect(other).toMatchObject({ version, createdAt: NOW, updatedAt: NOW + days * DAY });
        },
      ),
    );
  });

  it("leave home without the retired and the harmful, and with their evidence decayed", () => {
    expect(travel(retire(pattern(...times(2)))).patterns).toEqual([]);
    expect(travel(pattern(...times(20), "harm"), [], NOW + 100 * DAY).patterns).toEqual([]);
    expect(travel(pattern(...times(4)), [], NOW + 30 * DAY).patterns[0]?.successes).toBeCloseTo(1);
  });

  it("are refused when the file is not one of ours", () => {
    for (const text of ["", "{}", "[1]", '{"format":"gradus.patterns/2","exportedAt":1,"patterns":[]}']) {
      expect(() => importPatterns(text, [], NOW)).toThrow(
        expect.toSatisfy((e) => isGradusError(e) && e.code === "invalid_input"),
      );
    }
  });
});
