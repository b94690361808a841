import type { Clock } from "@gradus/core";

export interface ManualClock extends Clock {
  /** Moves time on, in milliseconds. */
  advance(ms: number): void;
  set(epochMs: number): void;
}

/** A clock that stands still until it is told otherwise. */
export function manualClock(start: number = Date.UTC(2026, 0, 5, 9)): ManualClock {
  let now = start;
  return {
    now: () => now,
    advance: (ms) => {
      now += ms;
    },
    set: (epochMs) => {
      now = epochMs;
    },
  };
}
