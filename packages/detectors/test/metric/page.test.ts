import { describe, expect, it } from "vitest";
import { addPoint, errorRate, type ErrorPoints } from "../../src/metric/error-rate.ts";
import { metricDetector } from "../../src/metric/detect.ts";
import { isMeant, parseMetrics } from "../../src/metric/parse.ts";
import { initialMetrics, track } from "../../src/metric/track.ts";
import { seen, targetOf } from "../support/build.ts";

const PAGE = `# HELP http_requests_total Requests.
# TYPE http_requests_total counter
http_requests_total{code="200",path="/a \\"b\\", c"} 90
http_requests_total{code="500"} 10 1700000000000
# TYPE rss gauge
rss 1.5e+08
up NaN
# TYPE lat histogram
lat_bucket{le="0.1"} 4
lat_sum 2.5
lat_count 4
this line is broken
`;

describe("a metrics page", () => {
  it("is read with types and labels; values that are no numbers, buckets and single broken lines are passed over", () => {
    const samples = parseMetrics(PAGE) ?? [];
    expect(samples.map((s) => [s.series, s.kind, s.value])).toEqual([
      ['http_requests_total{code="200",path="/a \\"b\\", c"}', "counter", 90],
      ['http_requests_total{code="500"}', "counter", 10],
      ["rss", "gauge", 1.5e8],
      ["lat_sum", "counter", 2.5],
      ["lat_count", "counter", 4],
    ]);
  });

  it("that is a web page or JSON is no metrics", () => {
    for (const text of [
      "<!doctype html>\n<html><body>hello 5</body></html>",
      '{"status":"ok"}',
      "",
      "ok",
      "# HELP only comments",
    ]) {
      expect(parseMetrics(text)).toBeUndefined();
    }
  });

  it("is read in linear time, whatever is in it", () => {
    const began = performance.now();
    parseMetrics(`a{${'b="c",'.repeat(50_000)}} x\n${"a{".repeat(50_000)}\n${" ".repeat(100_000)}1`);
    expect(performance.now() - began).toBeLessThan(1_000);
  });

  it("has the series that a bare name or some labels mean", () => {
    const sample = { series: 'a{x="1",y="2"}', name: "a", labels: { x: "1", y: "2" } };
    expect(isMeant("a", sample)).toBe(true);
    expect(isMeant('a{y="2"}', sample)).toBe(true);
    expect(isMeant('a{y="3"}', sample)).toBe(false);
    expect(isMeant("b", sample)).toBe(false);
  });
});

describe("the error rate", () => {
  const names = { errors: "errors", requests: "requests" };
  const at = (points: ErrorPoints, now: number, errors: number | undefined, requests: number): ErrorPoints =>
    addPoint(
      points,
      parseMetrics(`requests ${requests}${errors === undefined ? "" : `\nerrors ${errors}`}`) ?? [],
      names,
      now,
    ) ?? [];

  it("is of the shortest recent time with twenty requests, so that it is good again soon after a repair", () => {
    let points = at([], 0, undefined, 100);
    points = at(points, 1_000, 50, 200);
    expect(errorRate(points)).toEqual({ rate: 0.5, requests: 100 });
    points = at(points, 2_000, 50, 225);
    expect(errorRate(points)).toEqual({ rate: 0, requests: 25 });
    points = at(points, 3_000, 55, 230);
    expect(errorRate(points)).toEqual({ rate: 5 / 30, requests: 30 });
  });

  it("begins anew when the counters do", () => {
    const points = at(at([], 0, 10, 100), 1_000, 1, 5);
    expect(errorRate(points)).toBeUndefined();
  });

  it("is too high only with enough requests", () => {
    const target = targetOf();
    const run = (requests: number, rate: number) =>
      metricDetector.detect({
        target,
        now: 0,
        state: { high: {} },
        observations: [seen("metric", { kind: "error_rate", rate, max: 0.1, requests })],
      }).signals;
    expect(run(19, 1)).toEqual([]);
    expect(run(20, 0.09)).toEqual([]);
    expect(run(20, 0.1).map((s) => s.symptom)).toEqual(["error_rate_high"]);
  });
});

describe("tracking a target's series", () => {
  const target = targetOf({ metrics: { url: "http://localhost/metrics", limits: { queue: 100 } } });
  const look = (state = initialMetrics(), value: number, now: number, started = 1) =>
    track(
      state,
      parseMetrics(`queue ${value}\nprocess_start_time_seconds ${started}`) ?? [],
      undefined,
      target,
      now,
    );

  it("says how long until a limit, and signals it while it lasts", () => {
    let state = initialMetrics();
    const signals: string[] = [];
    for (let i = 0; i < 80; i += 1) {
      const tracked = look(state, i, i * 10_000);
      state = JSON.parse(JSON.stringify(tracked.state)) as typeof state;
      const observations = tracked.facts.map((fact) => seen("metric", fact));
      const found = metricDetector.detect({ target, observations, state: { high: {} }, now: 0 });
      if (found.signals.length > 0)
        signals.push(`${i}: ${found.signals.map((s) => `${s.symptom} ${s.key}`).join()}`);
    }
    expect(signals[0]).toMatch(/^\d\d: exhaustion_forecast queue$/);
    expect(Number.parseInt(signals[0] ?? "99")).toBeLessThan(60);
    expect(signals).toHaveLength(80 - Number.parseInt(signals[0] ?? "0"));
  });

  it("begins anew with a new process", () => {
    let state = initialMetrics();
    for (let i = 0; i < 40; i += 1) state = look(state, 5, i * 10_000).state;
    expect(state.series["queue"]?.looks).toBe(40);
    state = look(state, 5, 410_000, 9).state;
    expect(state.series["queue"]?.looks).toBe(1);
  });

  it("keeps two hundred series of a full page in a document that fits one row", () => {
    const page = (now: number) =>
      Array.from(
        { length: 400 },
        (_, n) => `some_service_metric_number_${n}{code="200"} ${1e6 * Math.sin(n + now)}`,
      ).join("\n");
    let state = initialMetrics();
    for (let i = 0; i < 80; i += 1)
      state = track(state, parseMetrics(page(i)) ?? [], undefined, targetOf(), i * 10_000).state;
    expect(Object.keys(state.series)).toHaveLength(200);
    expect(JSON.stringify(state).length).toBeLessThan(400_000);
  });
});

describe("an anomaly", () => {
  it("must last three looks", () => {
    const observations = [seen("metric", { kind: "metric", series: "a", value: 9, score: 9 })];
    let state = { high: {} };
    const found = [1, 2, 3].map((now) => {
      const run = metricDetector.detect({ target: targetOf(), observations, state, now });
      state = run.state;
      return run.signals.length;
    });
    expect(found).toEqual([0, 0, 1]);
  });
});
