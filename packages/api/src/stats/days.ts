import { endingOf, type TaskSummary } from "@gradus/core";
import type { Stats } from "../views/stats.ts";

type Day = Stats["days"][number];

const DAY_MS = 24 * 3_600_000;
const MOST_DAYS = 30;

/** "2026-01-05", in UTC. */
export const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

/**
 * How closed tasks ended, by the day of their end: every day up to the last one that has any, so that a chart needs no gaps
 * filled, and at most thirty.
 */
export function daysOf(closed: readonly TaskSummary[]): Day[] {
  const ends = closed.map((task) => task.closedAt ?? task.updatedAt);
  if (ends.length === 0) return [];
  const last = Math.floor(Math.max(...ends) / DAY_MS);
  const first = Math.max(Math.floor(Math.min(...ends) / DAY_MS), last - MOST_DAYS + 1);
  const days = Array.from({ length: last - first + 1 }, (_, index): Day => ({
    day: dayOf((first + index) * DAY_MS),
    fixed: 0,
    assisted: 0,
    not_held: 0,
    resolved: 0,
    cleared: 0,
    suppressed: 0,
  }));
  for (const [index, task] of closed.entries()) {
    const day = days[Math.floor((ends[index] ?? 0) / DAY_MS) - first];
    const ending = endingOf(task);
    if (day && ending) day[ending]++;
  }
  return days;
}
