import type { Compared } from "@gradus/core";

/** Differences that a shard's row has room for; beyond them only how many there are is kept. */
const MOST_DRIFTS = 300;

/** Gives each target's differences what is left of their row's room. */
export function createRoom(): <T extends { drift?: Compared }>(of: T) => T {
  let room = MOST_DRIFTS;
  return (of) => {
    if (!of.drift) return of;
    const found = of.drift.found.slice(0, room);
    room -= found.length;
    return { ...of, drift: { ...of.drift, found } };
  };
}
