import { median } from "../shared/numbers.ts";
import type { Fall } from "./ramp.ts";
import type { Point } from "./trend.ts";
import { theilSen } from "./trend.ts";

export interface Forecast {
  exhaustsInMs: number;
  /** Units a millisecond. */
  slope: number;
}

/** Points (looks) of the two windows that must agree: for fast leaks, and for slow ones that noise hides. */
const WINDOWS = [
  { short: 8, long: 20 },
  { short: 24, long: 60 },
] as const;
/** Falls whose lowest points are a series of their own. */
const TROUGHS = 9;
const RECENT_FALLS = 12;
const TROUGHS_RISING = 0.9;
/** How much steeper than the long window the short one may be: a leak that grows. */
const FASTER = 2.5;
/** What slows down by more than this from one window to the next is about to level off. */
const SLOWER = 0.4;
const RISING = 0.8;
/** Below this share of its limit a series has time. */
const MIN_LEVEL = 0.5;
/** The rise over the long window must matter: this share of the limit. */
const MIN_RISE = 0.02;
/** A level that a series came down from by itself is no news until it is passed: by 5 %, and more while few falls are known. */
const overPeak = (falls: number): number => 1.05 + 0.3 / (falls + 1);
/** From here on former peaks do not matter any more. */
const CLOSE = 0.92;

/**
 * When a rising series will reach its limit. A ramp counts if a short and a long window agree on its slope and nearly all
 * later points are higher. A saw-tooth (collected memory) is judged by its low points, and by whether it passes its own
 * former peaks. Undefined: it is not approaching, or not consistently.
 */
export function forecast(
  points: readonly Point[],
  falls: readonly Fall[],
  limit: number,
): Forecast | undefined {
  const level = median(points.slice(-3).map(([, value]) => value));
  if (!(limit > 0) || !(level >= MIN_LEVEL * limit)) return undefined;
  const since = falls.at(-1)?.at ?? Number.NEGATIVE_INFINITY;
  const ramp = points.filter(([at]) => at >= since);
  const peaks = falls.map(({ peak }) => peak);
  const known = Math.min(overPeak(peaks.length) * Math.max(0, ...peaks), CLOSE * limit);
  const passed = peaks.length === 0 || level > known;
  for (const { short, long } of passed ? WINDOWS : []) {
    if (ramp.length < long) break;
    const found = agreed(ramp.slice(-long), short, { level, limit, rising: RISING });
    if (found) return { slope: found, exhaustsInMs: Math.max(0, limit - level) / found };
  }
  if (falls.length < TROUGHS) return undefined;
  const troughs = falls.slice(-RECENT_FALLS).map(({ at, trough }): Point => [at, trough]);
  const top = Math.max(...peaks.slice(-3));
  const found = agreed(troughs, Math.ceil(troughs.length / 2), { level: top, limit, rising: TROUGHS_RISING });
  return found ? { slope: found, exhaustsInMs: Math.max(0, limit - top) / found } : undefined;
}

/** The slope on which the newest `short` points and all of them agree, units a millisecond. */
function agreed(
  points: readonly Point[],
  short: number,
  { level, limit, rising }: { level: number; limit: number; rising: number },
): number | undefined {
  const before = points.slice(0, -short);
  const newest = points.slice(-short);
  const [early, late, all] = [before, newest, points].map(theilSen);
  if (!early || !late || !all || late.slope <= 0 || all.slope <= 0) return undefined;
  if (late.rising < rising || all.rising < rising) return undefined;
  if (late.slope > FASTER * all.slope) return undefined;
  // What slows down is taken to go on slowing down: the rise that is left is a geometric series.
  const pace = late.slope / early.slope;
  if (early.slope > 0 && pace < 1) {
    const left = (late.slope * (middle(newest) - middle(before))) / (1 - pace);
    if (pace < SLOWER || level + left < limit) return undefined;
  }
  const span = (points.at(-1)?.[0] ?? 0) - (points[0]?.[0] ?? 0);
  return all.slope * span < MIN_RISE * limit ? undefined : Math.sqrt(late.slope * all.slope);
}

const middle = (points: readonly Point[]): number =>
  points.reduce((sum, [at]) => sum + at, 0) / Math.max(1, points.length);
