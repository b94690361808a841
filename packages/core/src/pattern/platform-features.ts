import type { FactOf } from "../observation/schema.ts";
import { slug } from "./slug.ts";
import { when } from "./when.ts";

/** Tasks that ended by themselves within ten minutes from which on a service keeps restarting. */
const MANY_STOPS = 3;
const STUCK_MS = 10 * 60_000;
const MIN_THROTTLES = 3;
const THROTTLED_SHARE = 0.05;
const SLOW_SHARE = 0.9;

/** Tokens of what a platform says of a target. How much it gives is not what kind of case it is: capacity has none. */
export function platformFeatures(
  fact: FactOf<"deployment" | "stops" | "calls" | "alarm" | "capacity">,
  at: number,
): string[] {
  switch (fact.kind) {
    case "deployment":
      return deploymentFeatures(fact, at);
    case "stops":
      return when([
        [fact.outOfMemory > 0, "stops:oom"],
        [fact.count >= MANY_STOPS, "stops:repeated"],
        [fact.count > 0 && fact.exitCode !== undefined, `exit:code-${String(fact.exitCode)}`],
      ]);
    case "calls": {
      const { calls, throttles, maxMs = 0, limitMs = 0 } = fact;
      const turnedAway = throttles >= MIN_THROTTLES && throttles >= THROTTLED_SHARE * (calls + throttles);
      return when([
        [turnedAway, "calls:throttled"],
        [limitMs > 0 && maxMs >= SLOW_SHARE * limitMs, "calls:slow"],
      ]);
    }
    case "alarm":
      return when([[fact.state === "alarm", `alarm:${slug(fact.name)}`]]);
    case "capacity":
      return [];
    default:
      return fact satisfies never;
  }
}

function deploymentFeatures(fact: FactOf<"deployment">, at: number): string[] {
  const { rollout, desired, running, failedTasks, startedAt = at } = fact;
  if (desired === 0) return [];
  const isLate = running < desired && at - startedAt > STUCK_MS;
  return when([
    [rollout === "failed", "deployment:failed"],
    [rollout === "in_progress" && (failedTasks > 0 || isLate), "deployment:stuck"],
  ]);
}
