const HOUR_MS = 3_600_000;

/** How long one may want to hear nothing of a task: words, and the end (epoch ms). */
export function snoozes(now: number): Array<readonly [word: string, until: number]> {
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
