import { endsOften, STUCK_MS } from "@gradus/core";
import type { Evidence } from "./read.ts";

/** Tasks of a service end by themselves again and again, or have ended so that none runs. */
export function areTasksExiting({ stops, deployment }: Evidence): boolean {
  if (!stops || stops.fact.count === 0 || deployment?.fact.desired === 0) return false;
  return endsOften(stops.fact) || deployment?.fact.running === 0;
}

/** A deployment that has failed, whose tasks fail, or that has not come up for long. */
export function isDeploymentStuck({ deployment, file }: Evidence): boolean {
  if (!deployment || deployment.fact.desired === 0) return false;
  const { rollout, failedTasks, running, desired, startedAt } = deployment.fact;
  if (rollout !== "in_progress") return rollout === "failed";
  const isLate = startedAt !== undefined && file.now - startedAt > STUCK_MS && running < desired;
  return failedTasks > 0 || isLate || file.symptom === "deployment_stuck";
}
