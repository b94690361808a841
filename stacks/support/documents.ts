import { actDocument, commandsOf, observeDocument } from "@gradus/aws/ssm";
import type { Stack } from "aws-cdk-lib";
import { CfnDocument } from "aws-cdk-lib/aws-ssm";
import type { App } from "sst/constructs";
import { namesOf } from "./names.ts";
import { settingsOf } from "./settings.ts";

/**
 * What may be run on machines: one document that looks and one that acts, each with the argument lists of targets.yaml baked
 * in. A role may send the one or the other, and nothing that is not in it.
 */
export function documentsOf(stack: Stack, app: App): void {
  const { deployed } = settingsOf(app);
  const { prefix } = namesOf(stack, app.stage);
  const { observe, act } = commandsOf(deployed.targets);
  for (const [id, name, content] of [
    ["ObserveDocument", "observe", observeDocument(observe)],
    ["ActDocument", "act", actDocument(act)],
  ] as const)
    new CfnDocument(stack, id, {
      name: `${prefix}-${name}`,
      content,
      documentType: "Command",
      documentFormat: "JSON",
      // Any machine that Systems Manager knows, also one on premises.
      targetType: "/",
      updateMethod: "NewVersion",
    });
}
