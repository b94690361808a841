import type { SeriesView } from "../../api/types.ts";
import { ago, duration, many, percent } from "../../text/words.ts";

/** What a chart draws. Times are in seconds, as uPlot has them; null is a gap. */
export interface Chart {
  x: number[];
  value: Array<number | null>;
  unusual: Array<number | null>;
  ahead: Array<number | null>;
  /** Within these nothing is unusual. */
  band?: { low: number; high: number };
  /** Only where it is near enough to leave something to see of the rest. */
  limit?: number;
  range: { x: [number, number]; y: [number, number] };
}

/**
 * How far from its median a series may be: as detection has it (packages/detectors/src/metric/series.ts: so many robust
 * deviations, and never less than 5 % or a count or two).
 */
const DEVIATIONS = 8;
const FLOOR = 0.05;
const NORMAL = 1.4826;
/** Longer without a point than so many usual distances is a gap, and no line leads over it. */
const GAP = 3;
/** What is ahead has at most twice the room of what was. */
const AHEAD = 2;
const NEAR_LIMIT = 0.5;

export function chartOf(series: SeriesView): Chart {
  const { points, anomalies, exhaustsAt, limit } = series;
  const chart: Chart = { x: [], value: [], unusual: [], ahead: [], range: { x: [0, 1], y: [0, 1] } };
  const push = (at: number, value: number | null, unusual: number | null, ahead: number | null): void => {
    chart.x.push(at / 1_000);
    chart.value.push(value);
    chart.unusual.push(unusual);
    chart.ahead.push(ahead);
  };
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last) return chart;
  const marked = new Set(anomalies);
  const distance = median(points.slice(1).map(([at], index) => at - (points[index]?.[0] ?? at)));
  for (const [index, [at, value]] of points.entries()) {
    const before = points[index - 1]?.[0] ?? at;
    if (at - before > GAP * distance) push((before + at) / 2, null, null, null);
    push(at, value, marked.has(at) ? value : null, null);
  }
  const values = points.map(([, value]) => value);
  const isAhead = limit !== undefined && exhaustsAt !== undefined && exhaustsAt > last[0];
  if (isAhead) {
    const end = Math.min(exhaustsAt, last[0] + AHEAD * Math.max(last[0] - first[0], 60_000));
    chart.ahead[chart.ahead.length - 1] = last[1];
    const there = last[1] + ((limit - last[1]) * (end - last[0])) / (exhaustsAt - last[0]);
    push(end, null, null, there);
    values.push(there);
  }
  const band = bandOf(series);
  if (band) chart.band = band;
  if (limit !== undefined && (isAhead || Math.max(...values) >= NEAR_LIMIT * limit)) {
    chart.limit = limit;
    values.push(limit);
  }
  chart.range = { x: spread(chart.x, 0), y: spread(values, 0.1) };
  return chart;
}

function bandOf({ points, usual, kind }: SeriesView): Chart["band"] {
  if (usual === undefined) return undefined;
  const values = points.map(([, value]) => value);
  const small = kind === "counter" ? 0.5 : values.every(Number.isInteger) ? 1 : 0;
  const floor = Math.max(FLOOR * Math.abs(usual), small);
  const deviation = NORMAL * median(values.map((value) => Math.abs(value - usual)));
  const most = DEVIATIONS * Math.max(deviation, floor);
  return { low: usual - most, high: usual + most };
}

/** The least and the most, with some air; what is never below nothing is not drawn so. */
function spread(values: readonly number[], air: number): [number, number] {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const room = (most - least || Math.abs(most) || 1) * air;
  const low = least - room;
  return [least >= 0 && low < 0 ? 0 : low, most + room || 1];
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle) - 1] ?? 0)) / 2;
}

/** First what is about to reach its limit, then what is unusual, then by name. */
export const byConcern = (series: readonly SeriesView[]): SeriesView[] => {
  const concern = ({ exhaustsAt, anomalies }: SeriesView): number =>
    exhaustsAt === undefined ? (anomalies.length > 0 ? 1 : 2) : 0;
  return [...series].sort(
    (a, b) =>
      concern(a) - concern(b) || (a.exhaustsAt ?? 0) - (b.exhaustsAt ?? 0) || (a.name < b.name ? -1 : 1),
  );
};

const MEBI = 2 ** 20;
const compact = new Intl.NumberFormat("en", { notation: "compact", maximumSignificantDigits: 3 });

/** 14.2 MiB, 27 ms, 1.2K, 3.4/s: the unit is the end of a metric's name, as Prometheus has it. */
export function formatted({ name, kind }: Pick<SeriesView, "name" | "kind">, value: number): string {
  const base = name.replace(/\{.*$/, "").replace(/_total$/, "");
  const each = kind === "counter" ? "/s" : "";
  if (base.endsWith("_bytes")) return `${compact.format(value / MEBI)} MiB${each}`;
  if (base.endsWith("_seconds") && kind === "gauge")
    return Math.abs(value) < 1 ? `${compact.format(value * 1_000)} ms` : duration(value * 1_000);
  if (base.endsWith("_ratio")) return percent(value);
  return `${compact.format(value)}${each}`;
}

/** What a chart shows, for who does not see it, and for who does. */
export function seriesWords(series: SeriesView, now: number): string {
  const { points, usual, limit, anomalies, exhaustsAt } = series;
  const say = (value: number): string => formatted(series, value);
  const last = points.at(-1);
  const lastOdd = anomalies.at(-1);
  return [
    last ? `${say(last[1])} (${ago(last[0], now)})` : "nothing was seen",
    usual === undefined ? "too little is known to say what is usual" : `usually ${say(usual)}`,
    limit === undefined ? undefined : `limit ${say(limit)}`,
    lastOdd === undefined
      ? undefined
      : `unusual ${many(anomalies.length, "time")}, last ${ago(lastOdd, now)}`,
    exhaustsAt === undefined
      ? undefined
      : exhaustsAt <= now
        ? "its limit is reached"
        : `reaches its limit in ${duration(exhaustsAt - now)}`,
  ]
    .filter((part) => part !== undefined)
    .join(", ");
}
