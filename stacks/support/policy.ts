import { INDEX_1, INDEX_2 } from "@gradus/store";
import type { Stack } from "aws-cdk-lib";
import { Effect, PolicyStatement } from "aws-cdk-lib/aws-iam";
import { ALIAS, type Names } from "./names.ts";

/** What functions may do, as small statements with exact actions and resources: a function's role is a list of these. */
export interface Policies {
  readTable: PolicyStatement;
  writeTable: PolicyStatement;
  publishEvents: PolicyStatement;
  startRemediation: PolicyStatement;
  answerWaits: PolicyStatement;
  describeExecutions: PolicyStatement;
  invoke(...functions: string[]): PolicyStatement;
}

export const allow = (
  actions: string[],
  resources: string[],
  conditions?: Record<string, unknown>,
): PolicyStatement => new PolicyStatement({ actions, resources, ...(conditions ? { conditions } : {}) });

export const deny = (actions: string[], resources: string[]): PolicyStatement =>
  new PolicyStatement({ effect: Effect.DENY, actions, resources });

export function policiesOf(stack: Stack, names: Names): Policies {
  const here = `${stack.region}:${stack.account}`;
  const table = `arn:${stack.partition}:dynamodb:${here}:table/${names.table}`;
  const indexes = [INDEX_1, INDEX_2].map((index) => `${table}/index/${index}`);
  const executions = `arn:${stack.partition}:states:${here}:execution:${names.machine}:*`;
  return {
    readTable: allow(["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query"], [table, ...indexes]),
    writeTable: allow(["dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem"], [table]),
    publishEvents: allow(
      ["events:PutEvents"],
      [`arn:${stack.partition}:events:${here}:event-bus/${names.bus}`],
    ),
    // Step Functions asks for the right on the machine, and says by which alias it is called.
    startRemediation: allow(["states:StartExecution"], [names.machineArn], {
      "ForAnyValue:StringEquals": { "states:StateMachineQualifier": [ALIAS] },
    }),
    answerWaits: allow(["states:SendTaskSuccess", "states:SendTaskHeartbeat"], [names.machineArn]),
    describeExecutions: allow(["states:DescribeExecution", "states:GetExecutionHistory"], [executions]),
    invoke: (...functions) =>
      allow(
        ["lambda:InvokeFunction"],
        functions.map((name) => names.functionArn(name)),
      ),
  };
}
