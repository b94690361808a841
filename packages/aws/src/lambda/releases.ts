import {
  GetAliasCommand,
  type LambdaClient,
  ListVersionsByFunctionCommand,
  UpdateAliasCommand,
} from "@aws-sdk/client-lambda";
import { GradusError } from "@gradus/core";
import { ask } from "../clients/ask.ts";
import type { Version } from "../platform/version.ts";
import { describeFunction, type LambdaManager } from "./describe.ts";

const MOST_PAGES = 100;

/** AWS does not tell when an alias was changed: the time is that at which the version was published, at the earliest. */
export async function currentVersion(
  client: LambdaClient,
  manager: LambdaManager,
): Promise<Version | undefined> {
  const described = await describeFunction(client, manager);
  if (described?.Version === undefined) return undefined;
  const changedAt = Date.parse(described.LastModified ?? "");
  return { version: described.Version, ...(Number.isNaN(changedAt) ? {} : { changedAt }) };
}

/** Published versions. $LATEST is not one: it changes under the alias. */
export async function listVersions(
  client: LambdaClient,
  { function: name }: LambdaManager,
): Promise<string[]> {
  const found: string[] = [];
  let marker: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const command = new ListVersionsByFunctionCommand({ FunctionName: name, Marker: marker });
    const answer = await ask("lambda:ListVersionsByFunction", client.send(command));
    found.push(...(answer.Versions ?? []).flatMap(({ Version: version }) => version ?? []));
    marker = answer.NextMarker;
    if (marker === undefined || marker === "") break;
  }
  return found.filter((version) => /^\d+$/.test(version)).sort((a, b) => Number(b) - Number(a));
}

/**
 * Points the alias at one version, for all calls: a weight left over from a gradual deployment would still send some of
 * them to the version that is to go. If somebody changes the alias at the same time, that is a conflict.
 */
export async function placeVersion(
  client: LambdaClient,
  { function: name, alias }: LambdaManager,
  version: string,
): Promise<void> {
  if (!/^\d{1,10}$/.test(version))
    throw new GradusError("invalid_input", `"${version}" is no published version`);
  const of = { FunctionName: name, Name: alias };
  const now = await ask("lambda:GetAlias", client.send(new GetAliasCommand(of)));
  const weights = Object.keys(now.RoutingConfig?.AdditionalVersionWeights ?? {}).length;
  if (now.FunctionVersion === version && weights === 0) return;
  await ask(
    "lambda:UpdateAlias",
    client.send(
      new UpdateAliasCommand({
        ...of,
        FunctionVersion: version,
        RoutingConfig: { AdditionalVersionWeights: {} },
        RevisionId: now.RevisionId,
      }),
    ),
  );
}
