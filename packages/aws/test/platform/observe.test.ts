import { NO_HOST, parseTarget } from "@gradus/core";
import { afterEach, expect, test } from "vitest";
import { createClients } from "../../src/clients/create.ts";
import { createPlatform } from "../../src/platform/create.ts";
import { canned } from "../support/canned.ts";

const NOW = 1_700_000_000_000;
const clock = { now: () => NOW };
const shop = parseTarget({
  id: "shop",
  host: NO_HOST,
  manager: { kind: "ecs", cluster: "prod", service: "shop", maxTasks: 4 },
});
let close: (() => Promise<void>) | undefined;
afterEach(() => close?.());

const denied = { status: 400, body: { __type: "AccessDeniedException", message: "no" } };
const service = { serviceName: "shop", status: "ACTIVE", desiredCount: 2, runningCount: 2, deployments: [] };

async function observed(answer: Parameters<typeof canned>[0]) {
  const server = await canned(answer);
  close = server.close;
  return createPlatform(createClients(server.options), { clock }).observe(shop);
}

test("a part that may not be seen is told, and hides nothing of the rest", async () => {
  const seen = await observed((body) => ("services" in body ? { body: { services: [service] } } : denied));
  expect(seen.map(({ fact }) => fact)).toEqual([
    { kind: "capacity", unit: "tasks", value: 2, most: 4 },
    { kind: "note", topic: "platform_unknown", value: expect.stringMatching(/^ecs:ListTasks: /) },
  ]);
});

test("where nothing may be seen it is an error that names the call", async () => {
  await expect(observed(() => denied)).rejects.toMatchObject({
    code: "forbidden",
    message: expect.stringMatching(/^ecs:DescribeServices: /),
  });
});

test("stopped tasks are read with the reason that ECS gives", async () => {
  const at = NOW / 1_000 - 60;
  const task = {
    taskArn: "arn:aws:ecs:eu-central-1:111122223333:task/prod/1",
    stoppedAt: at,
    stopCode: "EssentialContainerExited",
    stoppedReason: "Essential container in task exited",
    containers: [{ name: "app", exitCode: 137, reason: "OutOfMemoryError: container killed" }],
  };
  const seen = await observed((body) => {
    if ("services" in body) return { body: { services: [service] } };
    return { body: "tasks" in body ? { tasks: [task] } : { taskArns: [task.taskArn] } };
  });
  expect(seen.at(-1)?.fact).toMatchObject({ kind: "stops", count: 1, outOfMemory: 1, lastAt: NOW - 60_000 });
});
