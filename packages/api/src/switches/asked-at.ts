/**
 * When a request was made, by the clock or by what it meets, whichever is later: who asks has seen what is there, also where
 * the clock was set back since. What comes between two tries of it may still be newer, and stands.
 */
export function askedAt(now: number): (meets: number | undefined) => number {
  let at: number | undefined;
  return (meets) => (at ??= Math.max(now, meets ?? now));
}
