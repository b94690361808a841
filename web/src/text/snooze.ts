import type { TaskSummary } from "../api/types.ts";

const HOUR_MS = 3_600_000;

/** Whether nobody is reminded of a task at `now`. */
export const isSnoozed = ({ care }: Pick<TaskSummary, "care">, now: number): boolean =>
  (care?.snoozed?.until ?? 0) > now;

/** How long one may want to hear nothing of a task, in the reader's own time: words, and the end (epoch ms). */
export function snoozeEnds(now: number): Array<readonly [word: string, until: number]> {
  const morning = new Date(now);
  morning.setDate(morning.getDate() + 1);
  morning.setHours(9, 0, 0, 0);
  return [
    ["1 hour", now + HOUR_MS],
    ["4 hours", now + 4 * HOUR_MS],
    ["Until tomorrow, 09:00", morning.getTime()],
    ["7 days", now + 7 * 24 * HOUR_MS],
  ];
}
