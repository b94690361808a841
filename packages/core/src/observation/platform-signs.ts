import type { FactOf } from "./schema.ts";

const MIN_THROTTLES = 3;
/** Share of the calls that were tried: a burst that is turned away once is what the caller tries again. */
const THROTTLED_SHARE = 0.05;
const SLOW_SHARE = 0.9;
const MANY_STOPS = 3;

/** Without a further task that runs for so long, a deployment does not come up. */
export const STUCK_MS = 10 * 60_000;

/** Whether calls of a function are turned away because no more of them may run at once. */
export const isThrottled = ({ calls, throttles }: FactOf<"calls">): boolean =>
  throttles >= MIN_THROTTLES && throttles >= THROTTLED_SHARE * (calls + throttles);

/** Whether the longest call took nearly all the time that one may take. */
export const isNearLimit = ({ maxMs = 0, limitMs = 0 }: FactOf<"calls">): boolean =>
  limitMs > 0 && maxMs >= SLOW_SHARE * limitMs;

/** Whether so many tasks ended by themselves within ten minutes that the service keeps restarting. */
export const endsOften = ({ count }: FactOf<"stops">): boolean => count >= MANY_STOPS;
