import {
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  type GetFunctionConfigurationCommandOutput,
  type LambdaClient,
} from "@aws-sdk/client-lambda";
import type { Capacity, Manager } from "@gradus/core";
import { ask, find } from "../clients/ask.ts";

export type LambdaManager = Extract<Manager, { kind: "lambda" }>;

/** The version behind the alias; undefined if there is no such function, or it has no such alias. */
export const describeFunction = (
  client: LambdaClient,
  { function: name, alias }: LambdaManager,
): Promise<GetFunctionConfigurationCommandOutput | undefined> =>
  find(
    "lambda:GetFunctionConfiguration",
    client.send(new GetFunctionConfigurationCommand({ FunctionName: name, Qualifier: alias })),
    ["ResourceNotFoundException"],
  );

export const noFunction = ({ function: name, alias }: LambdaManager): string =>
  `there is no function ${name} with an alias ${alias}`;

/** Reserved concurrency. Undefined: the function shares what the account has, and there is no number to raise. */
export async function readConcurrency(
  client: LambdaClient,
  { function: name, maxConcurrency }: LambdaManager,
): Promise<Capacity | undefined> {
  const command = new GetFunctionConcurrencyCommand({ FunctionName: name });
  const answer = await ask("lambda:GetFunctionConcurrency", client.send(command));
  const value = answer.ReservedConcurrentExecutions;
  if (value === undefined) return undefined;
  const most = maxConcurrency === undefined ? {} : { most: maxConcurrency };
  return { unit: "concurrency", value, ...most };
}
