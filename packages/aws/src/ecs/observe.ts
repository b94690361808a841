import { DescribeTasksCommand, type ECSClient, ListTasksCommand } from "@aws-sdk/client-ecs";
import type { Sighting } from "@gradus/core";
import { ask } from "../clients/ask.ts";
import { absent, unseen } from "../platform/sight.ts";
import { describeService, type EcsManager, noService, primaryOf } from "./describe.ts";
import { readService } from "./read-service.ts";
import { readStops } from "./read-stops.ts";

/** Stopped tasks that are looked at; ECS keeps them for an hour. More than this in an hour is no less of a crash loop. */
const MOST_TASKS = 100;

export async function observeService(
  client: ECSClient,
  manager: EcsManager,
  now: number,
): Promise<Sighting[]> {
  const service = await describeService(client, manager);
  if (!service) return [absent(noService(manager))];
  const deployedAt = primaryOf(service)?.createdAt?.getTime();
  const stops = observeStops(client, manager, now, deployedAt).catch((error) => unseen("container", error));
  return [...readService(service, manager), await stops];
}

async function observeStops(
  client: ECSClient,
  { cluster, service }: EcsManager,
  now: number,
  deployedAt: number | undefined,
): Promise<Sighting> {
  const list = new ListTasksCommand({
    cluster,
    serviceName: service,
    desiredStatus: "STOPPED",
    maxResults: MOST_TASKS,
  });
  const { taskArns = [] } = await ask("ecs:ListTasks", client.send(list));
  if (taskArns.length === 0) return readStops(service, [], now);
  const describe = new DescribeTasksCommand({ cluster, tasks: taskArns });
  const { tasks = [] } = await ask("ecs:DescribeTasks", client.send(describe));
  return readStops(service, tasks, now, deployedAt);
}
