import type { Seen } from "./window.ts";

const PER_MINUTE = 50 * 60;
const FACTOR = 100;
/** The log as a whole must have grown too: a new wording of what was always logged is no flood. */
const TOTAL_FACTOR = 10;

/** Templates that make up most of their log, at a hundred times their usual rate and at least 50 lines a second. */
export function floodsIn(seen: readonly Seen[]): Seen[] {
  return seen.filter(({ fact }) => {
    const same = seen.filter((o) => o.fact.path === fact.path);
    const total = same.reduce((sum, o) => sum + o.fact.rate, 0);
    const usual = same.reduce((sum, o) => sum + o.fact.usualRate, 0);
    return (
      fact.rate >= PER_MINUTE &&
      fact.rate >= FACTOR * fact.usualRate &&
      fact.rate >= total / 2 &&
      total >= TOTAL_FACTOR * usual
    );
  });
}
