import { RemovalPolicy, type Stack } from "aws-cdk-lib";
import { NagSuppressions } from "cdk-nag";
import { type ISecret, Secret } from "aws-cdk-lib/aws-secretsmanager";

/** The key under which links in mail are signed. Made by AWS, read by name: no environment and no template ever holds it. */
export function linkSecretOf(
  stack: Stack,
  prefix: string,
  production: boolean,
): { secret: ISecret; environment: Record<string, string> } {
  // By its own name: CloudFormation would have to take the name out of the ARN, which ends in letters of its making.
  const name = `${prefix}/link-key`;
  const secret = new Secret(stack, "LinkKey", {
    secretName: name,
    description: "Signs the links in mail. A new one makes the links of older mail useless.",
    generateSecretString: { passwordLength: 64, excludePunctuation: true },
    removalPolicy: production ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY,
  });
  NagSuppressions.addResourceSuppressions(secret, [
    {
      id: "AwsSolutions-SMG4",
      reason:
        "A new key makes the links of mail that waits for an answer useless: it is replaced by hand when it must be",
    },
  ]);
  return { secret, environment: { GRADUS_LINK_SECRET: name } };
}
