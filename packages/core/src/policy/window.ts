import { wallTime } from "../recipient/wall-time.ts";
import type { MaintenanceWindow } from "../target/schema.ts";

const DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"] as const;

/**
 * The window that is open at `now` (epoch ms), the stricter mode first; undefined outside all of them. Times are what clocks
 * on the wall show in the window's zone: a window starts on the days it names, ends before `to`, and crosses midnight where
 * `to` is not after `from` (equal: it lasts the whole day). An hour that daylight saving repeats counts both times; one that
 * it skips does not come. A zone that is not known leaves the window open all the time: that fails closed.
 */
export function windowAt(windows: readonly MaintenanceWindow[], now: number): MaintenanceWindow | undefined {
  const open = windows.filter((window) => isWithin(window, now));
  return open.find((window) => window.mode === "silent") ?? open[0];
}

function isWithin(window: MaintenanceWindow, now: number): boolean {
  const wall = wallClock(window.zone, now);
  if (!wall) return true;
  const { day, minute } = wall;
  const [from, to] = [minutesOf(window.from), minutesOf(window.to)];
  const startsOn = (index: number): boolean => window.days.some((name) => name === DAYS[(index + 7) % 7]);
  if (from < to) return startsOn(day) && minute >= from && minute < to;
  return (startsOn(day) && minute >= from) || (startsOn(day - 1) && minute < to);
}

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));

/** Undefined for a zone that is not known. */
function wallClock(zone: string, now: number): { day: number; minute: number } | undefined {
  try {
    const { weekday, hour, minute } = wallTime(now, zone);
    return { day: DAYS.findIndex((name) => name === weekday.toLowerCase()), minute: hour * 60 + minute };
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
