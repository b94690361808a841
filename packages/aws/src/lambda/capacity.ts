import { type LambdaClient, PutFunctionConcurrencyCommand } from "@aws-sdk/client-lambda";
import { ask } from "../clients/ask.ts";
import type { LambdaManager } from "./describe.ts";

export async function reserveConcurrency(
  client: LambdaClient,
  { function: name }: LambdaManager,
  value: number,
): Promise<void> {
  const command = new PutFunctionConcurrencyCommand({
    FunctionName: name,
    ReservedConcurrentExecutions: value,
  });
  await ask("lambda:PutFunctionConcurrency", client.send(command));
}
