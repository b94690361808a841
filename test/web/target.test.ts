import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { initialSeries, judge, recall } from "../../packages/detectors/src/metric/series.ts";
import type { SeriesView, TargetDetail } from "../../web/src/api/types.ts";
import { levelsFor, wouldRun } from "../../web/src/views/target/allows.ts";
import { byConcern, chartOf, formatted, seriesWords } from "../../web/src/views/target/series.ts";

const NOW = Date.UTC(2026, 0, 5, 3);
const STEP = 10_000;
/** One value every ten seconds, the last one now; undefined is a look that saw nothing. */
const series = (values: ReadonlyArray<number | undefined>, more: Partial<SeriesView> = {}): SeriesView => ({
  name: "queue_depth",
  kind: "gauge",
  points: values.flatMap((value, at): Array<[number, number]> =>
    value === undefined ? [] : [[NOW - (values.length - 1 - at) * STEP, value]],
  ),
  anomalies: [],
  ...more,
});
const flat = (value: number, count = 10): number[] => Array.from({ length: count }, () => value);

describe("a chart", () => {
  it("has every point at its time, within its frame, in rows of one length", () => {
    const values = fc.array(fc.option(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { nil: undefined }), {
      minLength: 1,
      maxLength: 60,
    });
    fc.assert(
      fc.property(
        values,
        fc.option(fc.double({ min: 1, max: 1e9, noNaN: true }), { nil: undefined }),
        (all, limit) => {
          const of = series(all, limit === undefined ? {} : { limit, exhaustsAt: NOW + 60_000 });
          const { x, value, unusual, ahead, range } = chartOf(of);
          expect(new Set([x.length, value.length, unusual.length, ahead.length]).size).toBe(1);
          expect(x.filter((_, at) => value[at] !== null)).toEqual(of.points.map(([at]) => at / 1_000));
          expect([...x].sort((a, b) => a - b)).toEqual(x);
          for (const shown of [...value, ...ahead])
            if (shown !== null && shown !== undefined) {
              expect(shown).toBeGreaterThanOrEqual(range.y[0] - 1e-6);
              expect(shown).toBeLessThanOrEqual(range.y[1] + 1e-6);
            }
        },
      ),
    );
  });

  it("draws no line over a time in which nothing was seen", () => {
    const { value } = chartOf(series([1, 2, 3, ...Array.from({ length: 5 }, () => undefined), 4, 5, 6]));
    expect(value).toEqual([1, 2, 3, null, 4, 5, 6]);
    // One look that is late is no gap.
    expect(chartOf(series([1, 2, undefined, 3, 4])).value).toEqual([1, 2, 3, 4]);
  });

  it("marks what was unusual", () => {
    const { unusual } = chartOf(series([1, 9, 1], { anomalies: [NOW - STEP] }));
    expect(unusual).toEqual([null, 9, null]);
  });

  it("leads from the last point to the limit at the time it is reached", () => {
    const { x, ahead, limit } = chartOf(series(flat(50), { limit: 100, exhaustsAt: NOW + 90_000 }));
    expect(ahead.slice(-2)).toEqual([50, 100]);
    expect(x.at(-1)).toBe((NOW + 90_000) / 1_000);
    expect(limit).toBe(100);
  });

  it("goes only a part of the way to what is far ahead, so that what was can still be seen", () => {
    const { x, ahead, limit } = chartOf(series(flat(50), { limit: 100, exhaustsAt: NOW + 10 * 3_600_000 }));
    expect(x.at(-1)).toBe((NOW + 2 * 90_000) / 1_000);
    expect(ahead.at(-1)).toBeCloseTo(50 + 50 * (180_000 / 36_000_000));
    expect(limit).toBe(100);
  });

  it("leaves out a limit that is far away, and shows one that is near", () => {
    expect(chartOf(series(flat(5), { limit: 100 })).limit).toBeUndefined();
    expect(chartOf(series(flat(60), { limit: 100 })).limit).toBe(100);
    // What is there already is not ahead.
    expect(chartOf(series(flat(100), { limit: 100, exhaustsAt: NOW })).ahead.some((a) => a !== null)).toBe(
      false,
    );
  });

  it("calls usual what detection does not find unusual", () => {
    const values = fc.array(fc.oneof(fc.integer({ min: 90, max: 110 }), fc.integer({ min: 0, max: 1_000 })), {
      minLength: 40,
      maxLength: 60,
    });
    fc.assert(
      fc.property(values, (all) => {
        let state = initialSeries();
        const times = all.map((_, at) => NOW + at * STEP);
        for (const [at, value] of all.entries())
          state = judge(state, { kind: "gauge", value }, times[at] ?? NOW, STEP).state;
        // The hour of day is not known to the chart.
        const { usual, unusual } = recall({ ...state, seasons: {} }, { kind: "gauge" });
        const { band } = chartOf({
          name: "queue_depth",
          kind: "gauge",
          points: state.points,
          anomalies: unusual,
          ...(usual === undefined ? {} : { usual }),
        });
        if (!band) throw new Error("nothing is usual");
        // Scores are rounded to a tenth.
        const edge = 0.02 * (band.high - band.low);
        for (const [at, value] of state.points)
          if (unusual.includes(at)) expect(value > band.high - edge || value < band.low + edge).toBe(true);
          else expect(value < band.high + edge && value > band.low - edge).toBe(true);
      }),
    );
  });

  it("has no band before enough is known, and no points of nothing", () => {
    expect(chartOf(series([1, 2])).band).toBeUndefined();
    expect(chartOf(series([])).x).toEqual([]);
  });
});

describe("a series in words", () => {
  it("says what it is, what is usual, its limit, when it was unusual, and when it is full", () => {
    const of = series(flat(12), {
      usual: 3,
      limit: 100,
      anomalies: [NOW - 60_000],
      exhaustsAt: NOW + 720_000,
    });
    expect(seriesWords(of, NOW)).toBe(
      "12 (just now), usually 3, limit 100, unusual 1 time, last 60 s ago, reaches its limit in 12 min",
    );
    expect(seriesWords({ ...of, exhaustsAt: NOW - 1 }, NOW)).toContain("its limit is reached");
    expect(seriesWords(series([]), NOW)).toBe("nothing was seen, too little is known to say what is usual");
  });

  it("has the unit that its name has", () => {
    const say = (name: string, value: number, kind: SeriesView["kind"] = "gauge"): string =>
      formatted({ name, kind }, value);
    expect(say("heap_bytes", 96 * 2 ** 20)).toBe("96 MiB");
    expect(say('lag_seconds{quantile="0.9"}', 0.0271)).toBe("27.1 ms");
    expect(say("age_seconds", 7_200)).toBe("2 h");
    expect(say("disk_ratio", 0.42)).toBe("42 %");
    expect(say("http_requests_total", 30.2, "counter")).toBe("30.2/s");
    expect(say("sent_bytes_total", 2 ** 20, "counter")).toBe("1 MiB/s");
    expect(say("entries", 12_345)).toBe("12.3K");
  });

  it("what runs out first is first, then what was unusual, then the rest by name", () => {
    const named = (name: string, more: Partial<SeriesView> = {}): SeriesView =>
      series([1], { name, ...more });
    const all = [
      named("z"),
      named("a"),
      named("odd", { anomalies: [NOW] }),
      named("later", { exhaustsAt: NOW + 9 }),
      named("soon", { exhaustsAt: NOW + 1 }),
    ];
    expect(byConcern(all).map(({ name }) => name)).toEqual(["soon", "later", "odd", "a", "z"]);
  });
});

describe("whether Gradus would act by itself now", () => {
  const allow = (level: TargetDetail["allows"][number]["level"]): TargetDetail["allows"] =>
    (["reversible", "disruptive", "destructive"] as const).map((risk) => ({
      risk,
      level,
      reason: "set by the owner",
      entry: "approve",
    }));
  const window = (mode: string, open: boolean): TargetDetail["maintenance"][number] => ({
    days: ["mon"],
    from: "22:00",
    to: "06:00",
    zone: "UTC",
    mode,
    open,
  });
  const acts = { paused: false, observeOnly: false };
  const of = (level: TargetDetail["allows"][number]["level"], more: Partial<TargetDetail> = {}) => ({
    allows: allow(level),
    maintenance: [],
    ...more,
  });

  it("is what the risk class is allowed", () => {
    expect(wouldRun("reversible", of("auto"), acts).word).toBe("by itself");
    expect(wouldRun("reversible", of("approve"), acts).word).toBe("asks first");
    expect(wouldRun("disruptive", of("observe"), acts).word).toBe("only watches");
    expect(wouldRun("disruptive", { allows: [], maintenance: [] }, acts).word).toBe("only watches");
  });

  it("is never so for what destroys, whatever is set", () => {
    expect(wouldRun("destructive", of("auto"), acts).word).toBe("asks first");
    expect(levelsFor("destructive")).not.toContain("auto");
    expect(levelsFor("disruptive")).toContain("auto");
  });

  it("is not so while it is paused, only observes, or in a maintenance window that is open", () => {
    const paused = { by: "human:ada", at: NOW, reason: "we move it" };
    const at = (more: Partial<TargetDetail>, whole = acts) =>
      wouldRun("reversible", of("auto", more), whole).word;
    expect(at({ paused })).toBe("not now: paused here");
    expect(at({}, { paused: true, observeOnly: false })).toBe("not now: Gradus is paused");
    expect(at({}, { paused: false, observeOnly: true })).toBe("no: it only observes");
    expect(at({ maintenance: [window("silent", true)] })).toBe("not now: maintenance");
    expect(at({ maintenance: [window("manual", true)] })).toBe("asks first: maintenance");
    expect(at({ maintenance: [window("silent", false)] })).toBe("by itself");
  });
});
