import type { Stack } from "aws-cdk-lib";

/** Names that do not depend on what CloudFormation makes up: so that functions and policies can name each other without a circle. */
export interface Names {
  prefix: string;
  table: string;
  bus: string;
  machine: string;
  machineArn: string;
  /** What callers start: the alias, never the machine itself. */
  aliasArn: string;
  function(name: string): string;
  functionArn(name: string): string;
  /** The Systems Manager document that looks, or the one that acts. */
  document(kind: "observe" | "act"): string;
}

export const ALIAS = "live";

export function namesOf(stack: Stack, stage: string): Names {
  const prefix = `gradus-${stage}`;
  const machine = `${prefix}-remediation`;
  const machineArn = `arn:${stack.partition}:states:${stack.region}:${stack.account}:stateMachine:${machine}`;
  return {
    prefix,
    table: prefix,
    bus: prefix,
    machine,
    machineArn,
    aliasArn: `${machineArn}:${ALIAS}`,
    document: (kind) => `${prefix}-${kind}`,
    function: (name) => `${prefix}-${name}`,
    functionArn: (name) =>
      `arn:${stack.partition}:lambda:${stack.region}:${stack.account}:function:${prefix}-${name}`,
  };
}
