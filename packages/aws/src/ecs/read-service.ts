import type { Deployment, Service } from "@aws-sdk/client-ecs";
import type { Capacity, FactOf, Sighting } from "@gradus/core";
import { sight, words } from "../platform/sight.ts";
import { type EcsManager, primaryOf } from "./describe.ts";
import { versionOf } from "./version.ts";

/** How far the primary deployment has come, and how many tasks the service may have. */
export function readService(service: Service, manager: EcsManager): Sighting[] {
  const primary = primaryOf(service);
  const capacity = readTasks(service, manager);
  return [
    ...(primary ? [readDeployment(service, primary, manager.service)] : []),
    ...(capacity
      ? [sight("resource", { kind: "capacity", ...capacity }, `${capacity.value} tasks are wanted`)]
      : []),
  ];
}

/** A daemon has one task on each machine: there is nothing to choose. */
export function readTasks(service: Service, { maxTasks }: EcsManager): Capacity | undefined {
  if (service.schedulingStrategy === "DAEMON" || service.desiredCount === undefined) return undefined;
  const most = maxTasks === undefined ? {} : { most: maxTasks };
  return { unit: "tasks", value: service.desiredCount, ...most };
}

function readDeployment(service: Service, primary: Deployment, name: string): Sighting {
  const rollout = rolloutOf(primary);
  const reason = reasonOf(service, primary, rollout);
  const fact: FactOf<"deployment"> = {
    kind: "deployment",
    name,
    rollout,
    desired: primary.desiredCount ?? 0,
    running: primary.runningCount ?? 0,
    pending: primary.pendingCount ?? 0,
    failedTasks: primary.failedTasks ?? 0,
    ...(primary.taskDefinition === undefined ? {} : { version: versionOf(primary.taskDefinition) }),
    ...(primary.createdAt ? { startedAt: primary.createdAt.getTime() } : {}),
    ...(reason === "" ? {} : { reason }),
  };
  const counts = `${fact.running} of ${fact.desired} tasks run, ${fact.failedTasks} failed`;
  const of = fact.version === undefined ? "" : ` of ${fact.version}`;
  const why = reason === "" ? "" : `: ${reason}`;
  return sight("container", fact, `deployment${of} ${rollout.replace("_", " ")}, ${counts}${why}`);
}

/** Deployments that ECS does not roll have no state of their own: then the counts say it. */
function rolloutOf({
  rolloutState,
  runningCount = 0,
  desiredCount = 0,
}: Deployment): FactOf<"deployment">["rollout"] {
  switch (rolloutState) {
    case "COMPLETED":
      return "completed";
    case "IN_PROGRESS":
      return "in_progress";
    case "FAILED":
      return "failed";
    default:
      return runningCount >= desiredCount ? "completed" : "in_progress";
  }
}

/** The deployment's own reason, and the newest event that tells what keeps it: only events name a lack of machines. */
function reasonOf(service: Service, primary: Deployment, rollout: FactOf<"deployment">["rollout"]): string {
  const since = primary.createdAt?.getTime() ?? 0;
  const event = (service.events ?? [])
    .filter(({ createdAt, message = "" }) => (createdAt?.getTime() ?? 0) >= since && isTrouble(message))
    .sort((a, b) => (b.createdAt?.getTime() ?? 0) - (a.createdAt?.getTime() ?? 0))[0];
  const parts = [primary.rolloutStateReason, rollout === "completed" ? undefined : event?.message];
  return words(parts.filter((part) => part !== undefined && part !== "").join("; "));
}

const isTrouble = (message: string): boolean => /unable to|failed|unhealthy/i.test(message);
