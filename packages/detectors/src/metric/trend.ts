import { median } from "../shared/numbers.ts";

export type Point = [at: number, value: number];

export interface Trend {
  /** Units a millisecond. */
  slope: number;
  /** Share of pairs of points of which the later one is higher: 0.5 for noise, 1 for a steady rise. */
  rising: number;
}

/**
 * The median of the slopes of all pairs of points (Theil 1950, Sen 1968): up to 29 % of the points may be anything.
 * Quadratic; for windows of some dozens of points. Undefined for fewer than two times.
 */
export function theilSen(points: readonly Point[]): Trend | undefined {
  const slopes: number[] = [];
  let rises = 0;
  for (let i = 0; i < points.length; i += 1) {
    const [t1 = 0, v1 = 0] = points[i] ?? [];
    for (let j = i + 1; j < points.length; j += 1) {
      const [t2 = 0, v2 = 0] = points[j] ?? [];
      if (t2 === t1) continue;
      const slope = (v2 - v1) / (t2 - t1);
      slopes.push(slope);
      if (slope > 0) rises += 1;
    }
  }
  return slopes.length === 0 ? undefined : { slope: median(slopes), rising: rises / slopes.length };
}
