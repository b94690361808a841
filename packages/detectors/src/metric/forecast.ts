import { median } from "../shared/numbers.ts";
import type { Fall } from "./ramp.ts";
import type { Point } from "./trend.ts";
import { theilSen } from "./trend.ts";

export interface Forecast {
  exhaustsInMs: number;
  /** Units a millisecond. */
  slope: number;
}

/** Points (looks) of the two windows that must agree. */
const SHORT = 8;
const LONG = 20;
/** Falls whose lowest points are a series of their own. */
const TROUGHS = 6;
/** The steeper of the two slopes over the other. */
const AGREE = 2;
const RISING = 0.8;
/** Below this share of its limit a series has time. */
const MIN_LEVEL = 0.5;
/** The rise over the long window must matter: this share of the limit. */
const MIN_RISE = 0.02;
/** A level that a series came down from by itself is no news until it is passed by this much. */
const OVER_PEAK = 1.05;

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
  const ramp = points.filter(([at]) => at >= since).slice(-LONG);
  const peaks = falls.map(({ peak }) => peak);
  const passed = peaks.length === 0 || level > OVER_PEAK * Math.max(...peaks);
  if (ramp.length >= LONG && passed) {
    const found = agreed(ramp.slice(-SHORT), ramp, limit);
    if (found) return { slope: found, exhaustsInMs: Math.max(0, limit - level) / found };
  }
  if (falls.length < TROUGHS) return undefined;
  const troughs = falls.map(({ at, trough }): Point => [at, trough]);
  const found = agreed(troughs.slice(-Math.ceil(troughs.length / 2)), troughs, limit);
  const top = Math.max(...peaks.slice(-3));
  return found ? { slope: found, exhaustsInMs: Math.max(0, limit - top) / found } : undefined;
}

function agreed(short: readonly Point[], long: readonly Point[], limit: number): number | undefined {
  const [a, b] = [theilSen(short), theilSen(long)];
  if (!a || !b || a.slope <= 0 || b.slope <= 0) return undefined;
  if (a.rising < RISING || b.rising < RISING) return undefined;
  if (Math.max(a.slope, b.slope) > AGREE * Math.min(a.slope, b.slope)) return undefined;
  const span = (long.at(-1)?.[0] ?? 0) - (long[0]?.[0] ?? 0);
  if (b.slope * span < MIN_RISE * limit) return undefined;
  return Math.sqrt(a.slope * b.slope);
}
