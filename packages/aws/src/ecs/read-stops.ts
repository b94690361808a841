import type { Container, Task } from "@aws-sdk/client-ecs";
import type { FactOf, Sighting } from "@gradus/core";
import { sight, words } from "../platform/sight.ts";

const WINDOW_MS = 600_000;

/**
 * Tasks that ended by themselves within the last ten minutes, and since the present deployment began: what an earlier one
 * did says nothing of this one, as after a restart or a roll back.
 */
export function readStops(name: string, tasks: readonly Task[], now: number, deployedAt = 0): Sighting {
  const from = Math.max(now - WINDOW_MS, deployedAt);
  const stops = tasks
    .filter((task) => stoppedAt(task) >= from && stoppedAt(task) <= now && endedByItself(task))
    .sort((a, b) => stoppedAt(b) - stoppedAt(a));
  const newest = stops[0];
  const exitCode = newest && culpritOf(newest)?.exitCode;
  const fact: FactOf<"stops"> = {
    kind: "stops",
    name,
    count: stops.length,
    outOfMemory: stops.filter(isOutOfMemory).length,
    reason: newest ? reasonOf(newest) : "none",
    ...(exitCode === undefined ? {} : { exitCode }),
    ...(newest ? { lastAt: stoppedAt(newest) } : {}),
  };
  const last = newest ? `, the last one: ${fact.reason}` : "";
  const memory = fact.outOfMemory > 0 ? `, ${fact.outOfMemory} of them for lack of memory` : "";
  return sight(
    "container",
    fact,
    `${fact.count} tasks ended by themselves within ten minutes${memory}${last}`,
  );
}

const stoppedAt = ({ stoppedAt: at, executionStoppedAt, stoppingAt }: Task): number =>
  (at ?? executionStoppedAt ?? stoppingAt)?.getTime() ?? 0;

/**
 * Not those that a person, a deployment or scaling in ended, nor whose machine was taken away. The scheduler also ends
 * tasks that fail their health checks, and only the reason tells these apart.
 */
function endedByItself({ stopCode, stoppedReason = "", containers = [] }: Task): boolean {
  switch (stopCode) {
    case "EssentialContainerExited":
    case "TaskFailedToStart":
      return true;
    case "ServiceSchedulerInitiated":
      return /failed .*health checks?/i.test(stoppedReason);
    case undefined:
      return containers.some(({ exitCode = 0 }) => exitCode !== 0);
    default:
      return false;
  }
}

/** SIGKILL without a reason is how a container ends that the kernel found too large, unless another one's end explains it. */
function isOutOfMemory({ stopCode, containers = [] }: Task): boolean {
  if (containers.some(saysOutOfMemory)) return true;
  if (stopCode === "ServiceSchedulerInitiated") return false;
  const codes = containers.flatMap(({ exitCode }) => exitCode ?? []);
  return codes.includes(137) && codes.every((code) => wasKilled(code));
}

const saysOutOfMemory = ({ reason = "" }: Container): boolean => /OutOfMemory/i.test(reason);
const wasKilled = (code: number): boolean => code === 137 || code === 143;

/** The container whose end was the task's: the others were told to stop because of it. */
function culpritOf({ containers = [] }: Task): Container | undefined {
  const ended = containers.filter(({ exitCode }) => exitCode !== undefined);
  return (
    ended.find(saysOutOfMemory) ??
    ended.find(({ exitCode = 0 }) => exitCode !== 0 && !wasKilled(exitCode)) ??
    ended.find(({ exitCode }) => exitCode === 137) ??
    ended[0]
  );
}

function reasonOf(task: Task): string {
  const container = task.containers?.find(saysOutOfMemory) ?? culpritOf(task) ?? task.containers?.[0];
  const own = container?.reason === undefined ? "" : `${container.name ?? "container"}: ${container.reason}`;
  const parts = [task.stoppedReason ?? "", own].filter((part) => part !== "");
  return words(parts.join("; ")) || (task.stopCode ?? "no reason is given");
}
