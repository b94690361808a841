import type { Task } from "@aws-sdk/client-ecs";
import type { FactOf } from "@gradus/core";
import { expect, test } from "vitest";
import { readStops } from "../../src/ecs/read-stops.ts";

const NOW = 1_700_000_000_000;
const MINUTE = 60_000;

const crashed = (minutesAgo: number, of: Partial<Task> = {}): Task => ({
  stoppedAt: new Date(NOW - minutesAgo * MINUTE),
  stopCode: "EssentialContainerExited",
  stoppedReason: "Essential container in task exited",
  containers: [{ name: "app", exitCode: 1 }],
  ...of,
});
const stops = (tasks: Task[], deployedAt?: number): FactOf<"stops"> =>
  readStops("shop", tasks, NOW, deployedAt).fact as FactOf<"stops">;

test("tasks that crashed within ten minutes are counted, and the newest gives the reason", () => {
  const older = crashed(4, { containers: [{ name: "app", exitCode: 3 }] });
  expect(stops([older, crashed(2), crashed(11)])).toEqual({
    kind: "stops",
    name: "shop",
    count: 2,
    outOfMemory: 0,
    exitCode: 1,
    reason: "Essential container in task exited",
    lastAt: NOW - 2 * MINUTE,
  });
});

test.each<[string, Partial<Task>]>([
  ["a person stopped", { stopCode: "UserInitiated" }],
  [
    "a deployment or scaling in ended",
    {
      stopCode: "ServiceSchedulerInitiated",
      stoppedReason: "Scaling activity initiated by (deployment ecs-svc/1)",
    },
  ],
  ["lost their spot machine", { stopCode: "SpotInterruption" }],
])("tasks that %s are no fault of the service", (_, of) => {
  expect(stops([crashed(1, of)])).toMatchObject({ count: 0, outOfMemory: 0, reason: "none" });
});

test("tasks that the scheduler ended because they failed health checks are a fault", () => {
  const reason = "Task failed ELB health checks in (target-group arn:aws:elasticloadbalancing:…)";
  const failed = crashed(1, {
    stopCode: "ServiceSchedulerInitiated",
    stoppedReason: reason,
    containers: [{ name: "app", exitCode: 137 }],
  });
  // It was killed after it did not end by itself in time: that is no lack of memory.
  expect(stops([failed])).toMatchObject({ count: 1, outOfMemory: 0, reason });
});

test("an image that cannot be pulled is told as ECS tells it", () => {
  const reason = "CannotPullContainerError: manifest for shop:13 not found";
  const failed = crashed(1, {
    stopCode: "TaskFailedToStart",
    stoppedReason: reason,
    containers: [{ name: "app" }],
  });
  expect(stops([failed])).toEqual({
    kind: "stops",
    name: "shop",
    count: 1,
    outOfMemory: 0,
    reason,
    lastAt: NOW - MINUTE,
  });
});

test("a container that says OutOfMemory, and one that was killed without a word, lacked memory", () => {
  const said = crashed(2, {
    containers: [
      { name: "proxy", exitCode: 0 },
      { name: "app", exitCode: 137, reason: "OutOfMemoryError: Container killed due to memory usage" },
    ],
  });
  const killed = crashed(3, { containers: [{ name: "app", exitCode: 137 }] });
  const seen = stops([said, killed]);
  expect(seen).toMatchObject({ count: 2, outOfMemory: 2, exitCode: 137 });
  expect(seen.reason).toContain("app: OutOfMemoryError");
});

test("a helper that was killed because the app had ended says nothing of memory", () => {
  const task = crashed(1, {
    containers: [
      { name: "proxy", exitCode: 137 },
      { name: "app", exitCode: 2 },
    ],
  });
  expect(stops([task])).toMatchObject({ count: 1, outOfMemory: 0, exitCode: 2 });
});

test("what tasks of an earlier deployment did does not count against the present one", () => {
  expect(stops([crashed(5), crashed(1)], NOW - 3 * MINUTE)).toMatchObject({ count: 1, lastAt: NOW - MINUTE });
});
