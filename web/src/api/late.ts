import { exactTime } from "../text/words.ts";
import { now } from "./clock.ts";
import type { TargetView } from "./types.ts";

/** So many looks in a row may be late before nobody may rely on what was seen; on AWS there is one a minute at most. */
const LATE_LOOKS = 5;
const LATE_MS = 180_000;

/** A target as it is known when the API tells of it: of one that nobody has looked at for a while nobody knows that it is healthy. */
export function asKnown(target: TargetView): TargetView {
  const { checkedAt, intervalMs, state, degraded } = target;
  if (checkedAt === undefined || now() - checkedAt <= Math.max(LATE_MS, LATE_LOOKS * intervalMs))
    return target;
  return {
    ...target,
    late: true,
    state: state === "failing" ? state : "unknown",
    degraded: [`nothing has been seen since ${exactTime(checkedAt)}`, ...degraded],
  };
}
