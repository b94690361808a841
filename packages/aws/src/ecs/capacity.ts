import { type ECSClient, UpdateServiceCommand } from "@aws-sdk/client-ecs";
import type { Capacity } from "@gradus/core";
import { ask } from "../clients/ask.ts";
import { type EcsManager, requireService } from "./describe.ts";
import { readTasks } from "./read-service.ts";

export const wantedTasks = async (client: ECSClient, manager: EcsManager): Promise<Capacity | undefined> =>
  readTasks(await requireService(client, manager), manager);

export async function wantTasks(
  client: ECSClient,
  { cluster, service }: EcsManager,
  value: number,
): Promise<void> {
  const command = new UpdateServiceCommand({ cluster, service, desiredCount: value });
  await ask("ecs:UpdateService", client.send(command));
}
