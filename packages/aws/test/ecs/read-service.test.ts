import type { Deployment, Service } from "@aws-sdk/client-ecs";
import { expect, test } from "vitest";
import { readStatus } from "../../src/ecs/manage.ts";
import { readService } from "../../src/ecs/read-service.ts";

const shop = { kind: "ecs", cluster: "prod", service: "shop", maxTasks: 6 } as const;
const started = new Date(1_700_000_000_000);

const primary: Deployment = {
  status: "PRIMARY",
  taskDefinition: "arn:aws:ecs:eu-central-1:111122223333:task-definition/shop:12",
  desiredCount: 2,
  runningCount: 2,
  pendingCount: 0,
  failedTasks: 0,
  createdAt: started,
  rolloutState: "COMPLETED",
  rolloutStateReason: "ECS deployment ecs-svc/1 completed.",
};
const service = (change: Partial<Deployment> = {}, of: Partial<Service> = {}): Service => ({
  serviceName: "shop",
  status: "ACTIVE",
  desiredCount: 2,
  runningCount: 2,
  deployments: [{ ...primary, ...change }],
  ...of,
});
const factOf = (s: Service) => readService(s, shop)[0]?.fact;

test("a finished deployment names its version and when it began", () => {
  expect(factOf(service())).toEqual({
    kind: "deployment",
    name: "shop",
    version: "shop:12",
    rollout: "completed",
    desired: 2,
    running: 2,
    pending: 0,
    failedTasks: 0,
    startedAt: started.getTime(),
    reason: "ECS deployment ecs-svc/1 completed.",
  });
});

test("a deployment that hangs tells its own tasks, not those of the version before, and what keeps it", () => {
  const event = (minutes: number, message: string) => ({
    createdAt: new Date(started.getTime() + minutes * 60_000),
    message,
  });
  const stuck = service(
    { rolloutState: "IN_PROGRESS", runningCount: 0, failedTasks: 7, rolloutStateReason: "in progress" },
    {
      deployments: [
        { ...primary, status: "ACTIVE", runningCount: 2 },
        { ...primary, rolloutState: "IN_PROGRESS", runningCount: 0, failedTasks: 7, rolloutStateReason: "" },
      ],
      events: [
        event(-5, "(service shop) was unable to place a task: of an earlier deployment"),
        event(1, "(service shop) was unable to place a task because no container instance met its needs"),
        event(2, "(service shop) has started 1 tasks"),
      ],
    },
  );
  expect(factOf(stuck)).toMatchObject({
    rollout: "in_progress",
    running: 0,
    failedTasks: 7,
    reason: "(service shop) was unable to place a task because no container instance met its needs",
  });
});

test("a deployment that the circuit breaker has given up is a failed one", () => {
  expect(
    factOf(service({ rolloutState: "FAILED", rolloutStateReason: "circuit breaker: tasks failed to start" })),
  ).toMatchObject({
    rollout: "failed",
    reason: "circuit breaker: tasks failed to start",
  });
});

test("without a rollout state the counts say how far it is", () => {
  const { rolloutState: _, ...plain } = primary;
  const at = (runningCount: number) => factOf(service({}, { deployments: [{ ...plain, runningCount }] }));
  expect(at(2)).toMatchObject({ rollout: "completed" });
  expect(at(1)).toMatchObject({ rollout: "in_progress" });
});

test("what something else than ECS deploys has no deployment, but still a number of tasks", () => {
  expect(readService(service({}, { deployments: [] }), shop).map(({ fact }) => fact)).toEqual([
    { kind: "capacity", unit: "tasks", value: 2, most: 6 },
  ]);
});

test("a daemon has no number of tasks to choose", () => {
  const daemon = service({}, { schedulingStrategy: "DAEMON" });
  expect(readService(daemon, shop).map(({ fact }) => fact.kind)).toEqual(["deployment"]);
});

test("secrets in what ECS quotes do not get out", () => {
  const [seen] = readService(
    service({ rolloutState: "FAILED", rolloutStateReason: "DB_PASSWORD=hunter2 refused" }),
    shop,
  );
  expect(JSON.stringify(seen)).not.toContain("hunter2");
});

test("a service that was scaled to nothing rests on purpose, and one without running tasks is down", () => {
  expect(readStatus(service({}, { runningCount: 0, desiredCount: 0 }))).toMatchObject({
    running: false,
    stoppedOnPurpose: true,
  });
  const down = readStatus(service({}, { runningCount: 0 }));
  expect(down).toEqual({ running: false, recentStarts: 0, startedAt: started.getTime() });
});

test("a service that is being deleted is not taken for down", () => {
  expect(readStatus(service({}, { status: "DRAINING", runningCount: 0 })).unknown).toBeDefined();
});
