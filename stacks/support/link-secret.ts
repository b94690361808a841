import type { RemovalPolicy, Stack } from "aws-cdk-lib";
import { NagSuppressions } from "cdk-nag";
import type { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { Secret } from "aws-cdk-lib/aws-secretsmanager";
import { allow } from "./policy.ts";

/** What a function is told, and needs, to sign links or to read them. */
export interface LinkKey {
  environment: Record<string, string>;
  read: PolicyStatement;
}

/** The key under which links in mail are signed. Made by AWS, read by name: no environment and no template ever holds it. */
export function linkKeyOf(stack: Stack, prefix: string, removalPolicy: RemovalPolicy): LinkKey {
  // By its own name: CloudFormation would have to take the name out of the ARN, which ends in letters of its making.
  const name = `${prefix}/link-key`;
  const secret = new Secret(stack, "LinkKey", {
    secretName: name,
    description: "Signs the links in mail. A new one makes the links of older mail useless.",
    generateSecretString: { passwordLength: 64, excludePunctuation: true },
    removalPolicy,
  });
  NagSuppressions.addResourceSuppressions(secret, [
    {
      id: "AwsSolutions-SMG4",
      reason:
        "A new key makes the links of mail that waits for an answer useless: it is replaced by hand when it must be",
    },
  ]);
  return {
    environment: { GRADUS_LINK_SECRET: name },
    read: allow(["secretsmanager:GetSecretValue"], [secret.secretArn]),
  };
}
