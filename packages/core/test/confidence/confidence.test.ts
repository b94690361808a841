import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  calibrate,
  confidenceOf,
  groundingOf,
  IDENTITY,
  learnCalibration,
  reliability,
} from "../../src/confidence/index.ts";

const share = fc.double({ min: 0, max: 1, noNaN: true });
const parts = fc.record(
  { agreement: share, grounding: share, record: share, match: share },
  { requiredKeys: ["grounding"] },
);
const outcome = fc.record({ confidence: share, success: fc.boolean() });
const outcomes = fc.array(outcome, { maxLength: 300 });
const name = fc.constantFrom("agreement", "grounding", "record", "match");
const repeat = (n: number, confidence: number, success: boolean) =>
  Array.from({ length: n }, () => ({ confidence, success }));

describe("confidence", () => {
  it("rises with every part", () => {
    fc.assert(
      fc.property(parts, name, share, (of, part, better) => {
        const before = { ...of, [part]: Math.min(of[part] ?? 0, better) };
        const after = { ...of, [part]: Math.max(of[part] ?? 0, better) };
        expect(confidenceOf(after)).toBeGreaterThanOrEqual(confidenceOf(before) - 1e-12);
      }),
    );
  });

  it("lies between its weakest and its strongest part, and is zero without evidence", () => {
    fc.assert(
      fc.property(parts, (of) => {
        const known = Object.values(of).filter((v) => v !== undefined);
        const value = confidenceOf(of);
        expect(value).toBeGreaterThanOrEqual(Math.min(...known) - 1e-12);
        expect(value).toBeLessThanOrEqual(Math.max(...known) + 1e-12);
        expect(confidenceOf({ ...of, grounding: 0 })).toBe(0);
        expect(confidenceOf({ ...of, grounding: Number.NaN })).toBe(0);
      }),
    );
  });

  it("lets a pattern with one verified fix and an exact match act, and one with a failed record not", () => {
    const grounding = groundingOf(["o1"], new Set(["o1"]));
    expect(confidenceOf({ grounding, record: 0.75, match: 1 })).toBeGreaterThan(0.8);
    expect(confidenceOf({ grounding, record: 0.5, match: 1 })).toBeLessThan(0.7);
  });

  it("counts a citation once, and one that does not check out against it", () => {
    const evidence = new Set(["o1", "o2"]);
    expect(groundingOf([], evidence)).toBe(0);
    expect(groundingOf(["o1", "o1"], evidence)).toBeCloseTo(0.8);
    expect(groundingOf(["o1", "o2"], evidence)).toBeGreaterThan(0.8);
    expect(groundingOf(["o1", "o9"], evidence)).toBeCloseTo(0.4);
  });
});

describe("reliability", () => {
  it("puts every outcome in one bin, whatever their order", () => {
    fc.assert(
      fc.property(outcomes, (all) => {
        const result = reliability(all);
        expect(result.bins.reduce((sum, bin) => sum + bin.count, 0)).toBe(all.length);
        expect(reliability([...all].reverse())).toEqual(result);
        if (all.length > 0) expect(result.brier).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("gives the best score to a prophet and the worst to a liar", () => {
    expect(reliability([...repeat(5, 1, true), ...repeat(5, 0, false)]).brier).toBe(0);
    expect(reliability(repeat(5, 1, false)).brier).toBe(1);
    expect(reliability(repeat(4, 0.5, true)).brier).toBe(0.25);
    expect(reliability([])).toMatchObject({ count: 0, bins: { length: 10 } });
  });
});

describe("calibration", () => {
  it("changes nothing while there are few outcomes", () => {
    fc.assert(
      fc.property(fc.array(outcome, { maxLength: 29 }), share, (few, x) => {
        expect(learnCalibration(few)).toBe(IDENTITY);
        expect(calibrate(IDENTITY, x)).toBe(x);
      }),
    );
  });

  it("keeps order and range", () => {
    fc.assert(
      fc.property(fc.array(outcome, { minLength: 30, maxLength: 300 }), share, share, (all, x, y) => {
        const map = learnCalibration(all);
        const [low, high] = [calibrate(map, Math.min(x, y)), calibrate(map, Math.max(x, y))];
        expect(low).toBeLessThanOrEqual(high + 1e-12);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("pools what is upside down instead of turning an order around", () => {
    const map = learnCalibration([...repeat(100, 0.25, true), ...repeat(100, 0.75, false)]);
    const values = Array.from({ length: 101 }, (_, i) => calibrate(map, i / 100));
    expect(values).toEqual(values.toSorted((a, b) => a - b));
    expect(calibrate(map, 0.3)).toBeCloseTo(calibrate(map, 0.7), 1);
  });

  it("pulls a boaster down and leaves an honest voice where it is", () => {
    const boaster = learnCalibration([...repeat(50, 0.9, true), ...repeat(50, 0.9, false)]);
    expect(calibrate(boaster, 0.9)).toBeLessThan(0.7);
    expect(calibrate(boaster, 0.9)).toBeGreaterThan(0.5);
    const honest = learnCalibration([...repeat(80, 0.8, true), ...repeat(20, 0.8, false)]);
    expect(calibrate(honest, 0.8)).toBeCloseTo(0.8, 1);
  });
});
