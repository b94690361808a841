import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { initialSeries, judge, type SeriesState } from "../../src/metric/series.ts";
import { median } from "../../src/shared/numbers.ts";
import { theilSen, type Point } from "../../src/metric/trend.ts";
import { normal, seeded } from "../support/random.ts";

const LOOK = 10_000;
const HORIZON = 15 * 60_000;
const LIMIT = 1_000;

/** Looks at which a series was forecast to reach its limit within the horizon, before it has reached it. */
function alarms(values: readonly number[]): number[] {
  let state: SeriesState = initialSeries();
  const found: number[] = [];
  values.forEach((value, i) => {
    const judged = judge(state, { kind: "gauge", value, limit: LIMIT }, i * LOOK, LOOK);
    state = judged.state;
    if (judged.forecast && judged.forecast.exhaustsInMs <= HORIZON) found.push(i);
  });
  return found;
}

const looks = (count: number, at: (i: number) => number): number[] =>
  Array.from({ length: count }, (_, i) => at(i));
const seeds = Array.from({ length: 30 }, (_, i) => i + 1);

describe("the slope of a window", () => {
  it("is the median of the slopes of all pairs, as counted by brute force", () => {
    const point = fc.tuple(fc.integer({ min: 0, max: 1_000 }), fc.integer({ min: -1_000, max: 1_000 }));
    fc.assert(
      fc.property(fc.array(point, { maxLength: 25 }), (points) => {
        const all = points.flatMap(([t1, v1], i) =>
          points.flatMap(([t2, v2], j) => (i < j && t1 !== t2 ? [(v2 - v1) / (t2 - t1)] : [])),
        );
        const found = theilSen(points);
        if (all.length === 0) expect(found).toBeUndefined();
        else expect(found?.slope).toBeCloseTo(median(all), 10);
      }),
    );
  });

  it("is not moved by a quarter of wild points", () => {
    const points = looks(20, (i) => (i % 4 === 3 ? 1e6 : 2 * i)).map((v, i): Point => [i, v]);
    expect(theilSen(points)?.slope).toBeCloseTo(2, 0);
  });
});

describe("a forecast", () => {
  it("comes before a leak reaches its limit, whether it takes six minutes or forty", () => {
    for (const minutes of [6, 10, 20, 40]) {
      for (const seed of seeds.slice(0, 10)) {
        const noise = normal(seed);
        const per = 700 / (minutes * 6);
        const values = looks(400, (i) => 300 + Math.max(0, i - 60) * per + 5 * noise());
        const hit = values.findIndex((v) => v >= LIMIT);
        const first = alarms(values)[0] ?? Infinity;
        expect(first, `${minutes} min, seed ${seed}`).toBeLessThan(hit);
        expect(first).toBeGreaterThan(60);
      }
    }
  });

  it("comes before a leak under collected memory reaches its limit", () => {
    for (const seed of seeds.slice(0, 10)) {
      const noise = normal(seed);
      // A saw-tooth of a minute and 12 % of the limit, on a floor that rises for forty minutes.
      const values = looks(500, (i) => 400 + Math.max(0, i - 100) * 2 + (i % 6) * 20 + 3 * noise());
      const hit = values.findIndex((v) => v >= LIMIT);
      const first = alarms(values)[0] ?? Infinity;
      expect(first, `seed ${seed}`).toBeLessThan(hit);
      expect(first).toBeGreaterThan(100);
    }
  });

  it("is not made of a saw-tooth of collected memory that keeps its peaks", () => {
    const periods = [2, 3, 6, 9, 15, 24, 30];
    for (const period of periods) {
      for (const seed of seeds.slice(0, 6)) {
        const noise = normal(seed);
        const values = looks(1_000, (i) => 450 + ((i % period) / period) * 400 + 8 * noise());
        expect(alarms(values), `period ${period}, seed ${seed}`).toEqual([]);
      }
    }
  });

  it("is not made of a saw-tooth of changing length and height", () => {
    for (const seed of seeds) {
      const uniform = seeded(seed);
      let level = 400;
      let left = 0;
      let step = 0;
      const values = looks(2_000, () => {
        if (left <= 0) {
          level = 400 + 50 * uniform();
          left = 4 + Math.floor(uniform() * 20);
          step = (250 + 150 * uniform()) / left;
        }
        left -= 1;
        level += step;
        return level;
      });
      expect(alarms(values), `seed ${seed}`).toEqual([]);
    }
  });

  it("is not made of noise", () => {
    for (const seed of seeds.slice(0, 12)) {
      const noise = normal(seed);
      const spread = 10 + (seed % 5) * 20;
      expect(
        alarms(looks(1_000, () => 700 + Math.max(-290, Math.min(290, spread * noise())))),
        `seed ${seed}`,
      ).toEqual([]);
    }
  });

  it("is not made of a step, nor of a start that levels off", () => {
    for (const seed of seeds) {
      const noise = normal(seed);
      const at = 40 + seed * 7;
      expect(alarms(looks(400, (i) => (i < at ? 400 : 750) + 5 * noise())), `step, seed ${seed}`).toEqual([]);
      expect(
        alarms(looks(400, (i) => 200 + 600 * (1 - Math.exp(-i / 9)) + 5 * noise())),
        `start, seed ${seed}`,
      ).toEqual([]);
    }
  });

  it("is not made of slow daily waves", () => {
    for (const seed of seeds.slice(0, 2)) {
      const noise = normal(seed);
      const day = 8_640;
      const values = looks(day, (i) => 550 + 300 * Math.sin((2 * Math.PI * i) / day) + 10 * noise());
      expect(alarms(values), `seed ${seed}`).toEqual([]);
    }
  });

  it("says when: within a third of the truth for a steady leak", () => {
    let state = initialSeries();
    const noise = normal(7);
    for (let i = 0; i < 120; i += 1) {
      const value = 300 + Math.max(0, i - 40) * 6 + 3 * noise();
      const judged = judge(state, { kind: "gauge", value, limit: LIMIT }, i * LOOK, LOOK);
      state = judged.state;
      if (i < 100 || !judged.forecast) continue;
      const truth = ((LIMIT - value) / 6) * LOOK;
      expect(judged.forecast.exhaustsInMs / truth).toBeGreaterThan(0.66);
      expect(judged.forecast.exhaustsInMs / truth).toBeLessThan(1.5);
    }
  });
});

describe("the score of a series", () => {
  const scores = (values: readonly number[], kind: "gauge" | "counter" = "gauge", look = LOOK) => {
    let state = initialSeries();
    return values.map((value, i) => {
      const judged = judge(state, { kind, value }, i * look, look);
      state = judged.state;
      return judged.score;
    });
  };

  it("is absent while the series is learned, small for noise and large for what is far off", () => {
    const noise = normal(3);
    const found = scores([...looks(200, () => 50.5 + noise()), 90]);
    expect(found.slice(0, 30).every((s) => s === undefined)).toBe(true);
    expect(Math.max(...found.slice(30, 200).map((s) => Math.abs(s ?? 0)))).toBeLessThan(8);
    expect(found[200]).toBeGreaterThan(8);
  });

  it("is that of the rate for a counter, and is not disturbed by its reset", () => {
    const values = looks(100, (i) => (i < 70 ? i * 100 : (i - 70) * 100));
    expect(scores(values, "counter").every((s) => s === undefined || Math.abs(s) < 1)).toBe(true);
  });

  it("does not find unusual what is usual at this hour of the day", () => {
    // Every day at two in the morning a batch takes the level to 500 for half an hour, hour after hour 100.
    const perHour = 60;
    const values = looks(6 * 24 * perHour, (i) => {
      const hour = Math.floor(i / perHour) % 24;
      return (hour === 2 ? 500 : 100) + (i % 7);
    });
    const found = scores(values, "gauge", 60_000);
    const starts = (day: number): number => found[(day * 24 + 2) * perHour] ?? 0;
    expect(starts(1)).toBeGreaterThan(8);
    // 1970-01-01 was a Thursday: working days 0, 1, 4, 5.
    expect(Math.abs(starts(5))).toBeLessThan(8);
  });
});
