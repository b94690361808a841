import type { Verb } from "@gradus/workflows";
import { setTimeout as sleep } from "node:timers/promises";
import { act } from "../../workflow/paths/act.ts";
import { callerOf } from "../ministack/call.ts";

/** Longer than a hurried state waits (see paths/definition.ts). */
const TOO_LONG_MS = 4_000;

const call = callerOf({
  endpoint: process.env["AWS_ENDPOINT_URL"] ?? "",
  region: process.env["AWS_REGION"] ?? "",
});

/** The actor as a Lambda: one function for each verb, named after it. What it must remember is in a table. */
export const handler = (input: Parameters<typeof act>[2]): Promise<unknown> =>
  act(
    {
      calls: async (key) => {
        const { Attributes } = await call.json<{ Attributes: { calls: { N: string } } }>(
          "dynamodb",
          "DynamoDB_20120810.UpdateItem",
          {
            TableName: "calls",
            Key: { id: { S: key } },
            UpdateExpression: "ADD calls :one",
            ExpressionAttributeValues: { ":one": { N: "1" } },
            ReturnValues: "UPDATED_NEW",
          },
        );
        return Number(Attributes.calls.N) - 1;
      },
      succeed: (taskToken, output) =>
        call.json("states", "AWSStepFunctions.SendTaskSuccess", {
          taskToken,
          output: JSON.stringify(output),
        }),
      fail: (taskToken, error, cause) =>
        call.json("states", "AWSStepFunctions.SendTaskFailure", { taskToken, error, cause }),
      hang: () => sleep(TOO_LONG_MS),
    },
    process.env["AWS_LAMBDA_FUNCTION_NAME"] as Verb,
    input,
  );
