import { DescribeServicesCommand, type Deployment, type ECSClient, type Service } from "@aws-sdk/client-ecs";
import { GradusError, type Manager } from "@gradus/core";
import { find } from "../clients/ask.ts";

export type EcsManager = Extract<Manager, { kind: "ecs" }>;

/** The service; undefined if there is none of that name, or it was deleted. */
export async function describeService(
  client: ECSClient,
  { cluster, service }: EcsManager,
): Promise<Service | undefined> {
  const command = new DescribeServicesCommand({ cluster, services: [service] });
  const answer = await find("ecs:DescribeServices", client.send(command), ["ClusterNotFoundException"]);
  const failure = answer?.failures?.find(({ reason }) => reason !== "MISSING");
  if (failure) throw new GradusError("unavailable", `ecs:DescribeServices: ${failure.reason ?? "it failed"}`);
  return answer?.services?.find(({ status }) => status !== "INACTIVE");
}

/** The same, where it must be there. */
export async function requireService(client: ECSClient, manager: EcsManager): Promise<Service> {
  const service = await describeService(client, manager);
  if (!service) throw new GradusError("not_found", noService(manager));
  return service;
}

export const noService = ({ cluster, service }: EcsManager): string =>
  `there is no service ${service} in cluster ${cluster}`;

/** The deployment that ECS works on, or has come to the end of. None where something else deploys (CodeDeploy). */
export const primaryOf = ({ deployments = [] }: Service): Deployment | undefined =>
  deployments.find(({ status }) => status === "PRIMARY");
