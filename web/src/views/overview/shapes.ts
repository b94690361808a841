import type { Stats } from "../../api/types.ts";

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export const outcomes = ["fixed", "resolved", "cleared", "suppressed"] as const;
export type Outcome = (typeof outcomes)[number];

/** Fewer days than these do not fill the width: a single day is no wall. */
const LEAST_COLUMNS = 14;
const GAP = 0.2;

/** Stacked bars of days in a square of 100 by 100: the newest at the right, the highest day at the top. */
export function stacked(days: Stats["days"]): {
  most: number;
  bars: Array<{ day: string; total: number; parts: Array<Box & { outcome: Outcome }> }>;
} {
  const columns = Math.max(LEAST_COLUMNS, days.length);
  const width = 100 / columns;
  const totals = days.map((day) => outcomes.reduce((sum, outcome) => sum + day[outcome], 0));
  const most = Math.max(0, ...totals);
  const bars = days.map((day, index) => {
    const x = (columns - days.length + index) * width;
    let y = 100;
    const parts = outcomes.flatMap((outcome) => {
      if (day[outcome] === 0) return [];
      const height = (100 * day[outcome]) / most;
      y -= height;
      return [{ outcome, x: x + (GAP * width) / 2, y, width: (1 - GAP) * width, height }];
    });
    return { day: day.day, total: totals[index] ?? 0, parts };
  });
  return { most, bars };
}

const DAY_MS = 86_400_000;

/** How a total grew, as a path of steps in a square of 100 by 100, up to today. */
export function steps(growth: Stats["patterns"]["growth"], now: number): string {
  const [first] = growth;
  const last = growth.at(-1);
  if (!first || !last) return "";
  const from = Date.parse(first.day);
  const span = Math.max(now - from, DAY_MS);
  const x = (at: number): string => short((100 * (at - from)) / span);
  const y = (total: number): string => short(100 - (100 * total) / Math.max(1, last.total));
  const moves = growth.map(({ day, total }) => `H${x(Date.parse(day))}V${y(total)}`);
  return `M0 ${y(first.total - first.added)}${moves.join("")}H100`;
}

/** Outcomes below this say nothing of whether confidence keeps its word. */
export const ENOUGH_OUTCOMES = 20;

/** Bins with outcomes, as points: how sure to the right, how often right upwards; the area is the share of outcomes. */
export const reliabilityPoints = ({
  count,
  bins,
}: Stats["calibration"]): Array<{ x: number; y: number; r: number; words: string }> =>
  bins.flatMap(({ from, to, count: n, meanConfidence, successRate }) =>
    meanConfidence === undefined || successRate === undefined
      ? []
      : [
          {
            x: 100 * meanConfidence,
            y: 100 - 100 * successRate,
            r: 2.5 + 6 * Math.sqrt(n / count),
            words: `of ${n} that were ${Math.round(100 * from)}–${Math.round(100 * to)} % sure ${Math.round(100 * successRate)} % held`,
          },
        ],
  );

const short = (n: number): string => String(Math.round(n * 100) / 100);
