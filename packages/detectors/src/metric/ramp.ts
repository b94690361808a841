import { mad, median } from "../shared/numbers.ts";
import type { Point } from "./trend.ts";

/** A fall that a rising series made by itself: from where, to where. Memory that is collected makes many. */
export interface Fall {
  at: number;
  peak: number;
  trough: number;
}

const RECENT = 3;
const MIN_FALL = 0.05;
const NOISE_STEPS = 4;

/**
 * Whether the newest value has fallen off those before it, back to the fall before: by 5 %, and by more than the series
 * moves from noise.
 */
export function fallOf(
  points: readonly Point[],
  value: number,
  at: number,
  lastFall = Number.NEGATIVE_INFINITY,
): Fall | undefined {
  const recent = points
    .slice(-RECENT)
    .filter(([t]) => t >= lastFall)
    .map(([, v]) => v);
  if (recent.length === 0) return undefined;
  const peak = Math.max(...recent);
  const steps = points.slice(1).map(([, v], i) => v - (points[i]?.[1] ?? v));
  // What the steps scatter around the usual one: a steady rise is no noise.
  const noise = steps.length > 3 ? mad(steps, median(steps)) : 0;
  const fell = peak - value;
  return fell > MIN_FALL * Math.abs(peak) && fell > NOISE_STEPS * noise
    ? { at, peak, trough: value }
    : undefined;
}
