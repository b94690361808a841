import type { Stats } from "../../api/types.ts";

export const outcomes = ["fixed", "assisted", "not_held", "resolved", "cleared", "suppressed"] as const;
export type Outcome = (typeof outcomes)[number];

/** Fewer days than these do not fill the width: a single day is no wall. */
const LEAST_COLUMNS = 14;

/** How a day's tasks ended; a part is as high as its share of the highest day. */
export interface Bar {
  day: string;
  total: number;
  parts: Array<{ outcome: Outcome; count: number; height: number }>;
}

/** Stacked bars of days, in percent: of the width for each, of the highest day for its parts. */
export function stacked(days: Stats["days"]): { most: number; width: number; bars: Bar[] } {
  const totals = days.map((day) => outcomes.reduce((sum, outcome) => sum + day[outcome], 0));
  const most = Math.max(0, ...totals);
  const bars = days.map((day, index) => ({
    day: day.day,
    total: totals[index] ?? 0,
    parts: outcomes
      .map((outcome) => ({ outcome, count: day[outcome], height: (100 * day[outcome]) / most }))
      .filter(({ count }) => count > 0),
  }));
  return { most, width: 100 / Math.max(LEAST_COLUMNS, days.length), bars };
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
