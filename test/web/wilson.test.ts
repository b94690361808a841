import {
  gatePattern,
  newPattern,
  type Pattern,
  PATTERN_GATE,
  recordOf,
  wilsonLowerBound,
} from "@gradus/core";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { GATE, standingOf, strengthOf } from "../../web/src/views/patterns/strength.ts";
import { wilson, Z95 } from "../../web/src/views/patterns/wilson.ts";

const DAY_MS = 24 * 3_600_000;
const count = fc.double({ min: 0, max: 10_000, noNaN: true });
const z = fc.double({ min: 0.1, max: 4, noNaN: true });

const pattern: fc.Arbitrary<Pattern> = fc
  .record({
    successes: fc.double({ min: 0, max: 50, noNaN: true }),
    failures: fc.double({ min: 0, max: 50, noNaN: true }),
    updatedAt: fc.integer({ min: 0, max: 400 * DAY_MS }),
    origin: fc.constantFrom("own" as const, "human" as const, "imported" as const),
    retired: fc.boolean(),
    quarantinedUntil: fc.option(fc.integer({ min: 0, max: 400 * DAY_MS }), { nil: undefined }),
    fixedSinceHarm: fc.option(fc.nat(5), { nil: undefined }),
  })
  .map((record) => ({
    ...newPattern({
      software: "node",
      symptom: "service_down",
      features: ["process:down"],
      action: { runbook: "restart-service", params: {} },
      faultClass: "crash",
      now: 0,
    }),
    ...record,
  }));

describe("the interval of a success rate", () => {
  it("has core's lower bound as its lower end, for whatever was counted", () => {
    fc.assert(
      fc.property(count, count, z, (s, f, z) => {
        expect(wilson(s, f, z).lower).toBeCloseTo(wilsonLowerBound(s, f, z), 12);
      }),
    );
  });

  it("is around the rate, within 0 and 1, and mirrors when successes and failures change places", () => {
    fc.assert(
      fc.property(count, count, z, (s, f, z) => {
        const { lower, upper } = wilson(s, f, z);
        expect(lower).toBeGreaterThanOrEqual(0);
        expect(upper).toBeLessThanOrEqual(1);
        if (s + f > 0) {
          expect(lower).toBeLessThanOrEqual(s / (s + f) + 1e-9);
          expect(upper).toBeGreaterThanOrEqual(s / (s + f) - 1e-9);
        }
        expect(wilson(f, s, z).lower).toBeCloseTo(1 - upper, 9);
      }),
    );
  });

  it("at 95 % is what the literature has for 8 of 10: 0.490 to 0.943", () => {
    const { lower, upper } = wilson(8, 2, Z95);
    expect([lower.toFixed(3), upper.toFixed(3)]).toEqual(["0.490", "0.943"]);
  });

  it("is everything where nothing was counted", () => {
    expect(wilson(0, 0, Z95)).toEqual({ lower: 0, upper: 1 });
  });
});

describe("what the page says of a pattern", () => {
  const now = fc.integer({ min: 0, max: 800 * DAY_MS });

  it("is its record as core reckons it, whatever its age and origin", () => {
    fc.assert(
      fc.property(pattern, now, (pattern, now) => {
        const { rate, lowerBound } = recordOf(pattern, now);
        const said = strengthOf(pattern, now);
        expect(said.rate).toBeCloseTo(rate, 12);
        expect(said.believed.lower).toBeCloseTo(lowerBound, 12);
      }),
    );
    expect(GATE).toBe(PATTERN_GATE);
  });

  it("is “in use” exactly where core's gate lets it pass", () => {
    fc.assert(
      fc.property(pattern, now, (pattern, now) => {
        expect(standingOf(pattern, now) === "used").toBe(gatePattern(pattern, now).usable);
      }),
    );
  });
});
