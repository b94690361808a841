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
const TROUGHS = 9;
const RECENT_FALLS = 12;
const TROUGHS_RISING = 0.9;
/** How much steeper than the long window the short one may be (a leak that grows), and how much less steep than what was before it (what levels off is no leak). */
const FASTER = 2.5;
const SLOWER = 1.6;
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
  const ramp = points.filter(([at]) => at >= since).slice(-LONG);
  const peaks = falls.map(({ peak }) => peak);
  const known = Math.min(overPeak(peaks.length) * Math.max(0, ...peaks), CLOSE * limit);
  const passed = peaks.length === 0 || level > known;
  if (ramp.length >= LONG && passed) {
    const found = agreed(ramp, SHORT, limit, RISING);
    if (found) return { slope: found, exhaustsInMs: Math.max(0, limit - level) / found };
  }
  if (falls.length < TROUGHS) return undefined;
  const troughs = falls.slice(-RECENT_FALLS).map(({ at, trough }): Point => [at, trough]);
  const found = agreed(troughs, Math.ceil(troughs.length / 2), limit, TROUGHS_RISING);
  const top = Math.max(...peaks.slice(-3));
  return found ? { slope: found, exhaustsInMs: Math.max(0, limit - top) / found } : undefined;
}

/** The slope on which the newest `short` points and all of them agree, units a millisecond. */
function agreed(points: readonly Point[], short: number, limit: number, rising: number): number | undefined {
  const [early, late, all] = [points.slice(0, -short), points.slice(-short), points].map(theilSen);
  if (!early || !late || !all || late.slope <= 0 || all.slope <= 0) return undefined;
  if (late.rising < rising || all.rising < rising) return undefined;
  if (late.slope > FASTER * all.slope || early.slope > SLOWER * late.slope) return undefined;
  const span = (points.at(-1)?.[0] ?? 0) - (points[0]?.[0] ?? 0);
  return all.slope * span < MIN_RISE * limit ? undefined : Math.sqrt(late.slope * all.slope);
}
