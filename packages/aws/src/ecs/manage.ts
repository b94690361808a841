import { type ECSClient, type Service, UpdateServiceCommand } from "@aws-sdk/client-ecs";
import { GradusError, type ServiceStatus } from "@gradus/core";
import { ask } from "../clients/ask.ts";
import { describeService, type EcsManager, noService, primaryOf, requireService } from "./describe.ts";

export async function serviceStatus(client: ECSClient, manager: EcsManager): Promise<ServiceStatus> {
  const service = await describeService(client, manager);
  return service ? readStatus(service) : { running: false, recentStarts: 0, unknown: noService(manager) };
}

/** A service that is wanted to have no tasks was scaled to nothing by somebody. */
export function readStatus(service: Service): ServiceStatus {
  const startedAt = primaryOf(service)?.createdAt?.getTime();
  return {
    running: (service.runningCount ?? 0) > 0,
    recentStarts: 0,
    ...(startedAt === undefined ? {} : { startedAt }),
    ...(service.desiredCount === 0 ? { stoppedOnPurpose: true } : {}),
    ...(service.status === "DRAINING" ? { unknown: "the service is being deleted" } : {}),
  };
}

/** New tasks of the same version in place of all that run. Serves as a start too: ECS itself starts what is wanted. */
export async function redeploy(client: ECSClient, manager: EcsManager): Promise<void> {
  const { desiredCount } = await requireService(client, manager);
  if (desiredCount === 0) {
    throw new GradusError(
      "forbidden",
      `${manager.service} was scaled to no tasks: that is for people to undo`,
    );
  }
  const { cluster, service } = manager;
  const command = new UpdateServiceCommand({ cluster, service, forceNewDeployment: true });
  await ask("ecs:UpdateService", client.send(command));
}
