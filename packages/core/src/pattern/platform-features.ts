import { endsOften, isNearLimit, isThrottled, STUCK_MS } from "../observation/platform-signs.ts";
import type { FactOf } from "../observation/schema.ts";
import { slug } from "./slug.ts";
import { when } from "./when.ts";

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
        [endsOften(fact), "stops:repeated"],
        [fact.count > 0 && fact.exitCode !== undefined, `exit:code-${String(fact.exitCode)}`],
      ]);
    case "calls":
      return when([
        [isThrottled(fact), "calls:throttled"],
        [isNearLimit(fact), "calls:slow"],
      ]);
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
