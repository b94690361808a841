import { type ECSClient, ListTaskDefinitionsCommand, UpdateServiceCommand } from "@aws-sdk/client-ecs";
import { GradusError } from "@gradus/core";
import { ask } from "../clients/ask.ts";
import type { Version } from "../platform/version.ts";
import { describeService, type EcsManager, primaryOf } from "./describe.ts";
import { familyOf, isVersion, versionOf } from "./version.ts";

const MOST_VERSIONS = 100;

export async function currentDefinition(
  client: ECSClient,
  manager: EcsManager,
): Promise<Version | undefined> {
  const service = await describeService(client, manager);
  if (service?.taskDefinition === undefined) return undefined;
  const changedAt = primaryOf(service)?.createdAt?.getTime();
  return { version: versionOf(service.taskDefinition), ...(changedAt === undefined ? {} : { changedAt }) };
}

/** The newest hundred of the family that the service has now. Those that were deregistered cannot be put in place. */
export async function listDefinitions(client: ECSClient, manager: EcsManager): Promise<string[]> {
  const now = await currentDefinition(client, manager);
  if (!now) return [];
  const family = familyOf(now.version);
  const command = new ListTaskDefinitionsCommand({
    familyPrefix: family,
    status: "ACTIVE",
    sort: "DESC",
    maxResults: MOST_VERSIONS,
  });
  const { taskDefinitionArns = [] } = await ask("ecs:ListTaskDefinitions", client.send(command));
  return taskDefinitionArns.map(versionOf).filter((version) => familyOf(version) === family);
}

export async function placeDefinition(
  client: ECSClient,
  { cluster, service }: EcsManager,
  version: string,
): Promise<void> {
  if (!isVersion(version)) throw new GradusError("invalid_input", `"${version}" is no family:revision`);
  const command = new UpdateServiceCommand({ cluster, service, taskDefinition: version });
  await ask("ecs:UpdateService", client.send(command));
}
