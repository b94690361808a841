import type { Stack } from "aws-cdk-lib";

/** A model that Bedrock serves from several regions is an inference profile: eu.anthropic.claude-… */
const PROFILE = /^(us|us-gov|eu|apac|jp|au|global)\.(.+)$/;

/** What has to be allowed for a model to be asked. With a profile that is also its model, wherever the profile sends the question. */
export function modelArns(stack: Stack, model: string): string[] {
  const { partition, region, account } = stack;
  const [, name = model] = /:inference-profile\/(.+)$/.exec(model) ?? [];
  const [, , served] = PROFILE.exec(name) ?? [];
  if (served !== undefined)
    return [
      model.startsWith("arn:")
        ? model
        : `arn:${partition}:bedrock:${region}:${account}:inference-profile/${model}`,
      `arn:${partition}:bedrock:*::foundation-model/${served}`,
    ];
  return [model.startsWith("arn:") ? model : `arn:${partition}:bedrock:${region}::foundation-model/${model}`];
}
