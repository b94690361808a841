import { actDocument, commandsOf, observeDocument } from "@gradus/aws/ssm";
import type { Stack } from "aws-cdk-lib";
import { CfnDocument } from "aws-cdk-lib/aws-ssm";
import type { Source } from "@gradus/core";
import type { App } from "sst/constructs";
import { namesOf } from "./names.ts";
import { settingsOf } from "./settings.ts";
import { usesMachines } from "./targets-policy.ts";

/**
 * What may be run on machines: one document that looks and one that acts, each with the argument lists of targets.yaml baked
 * in. A role may send the one or the other, and nothing that is not in it.
 */
export function documentsOf(stack: Stack, app: App): void {
  const { deployed } = settingsOf(app);
  const names = namesOf(stack, app.stage);
  const { observe, act } = commandsOf(deployed.targets);
  for (const [id, kind, content] of [
    ["ObserveDocument", "observe", observeDocument(observe)],
    ["ActDocument", "act", actDocument(act)],
  ] as const)
    new CfnDocument(stack, id, {
      name: names.document(kind),
      content,
      documentType: "Command",
      documentFormat: "JSON",
      // Any machine that Systems Manager knows, also one on premises.
      targetType: "/",
      updateMethod: "NewVersion",
    });
}

/** What a function that looks at targets (of a source) is told of machines: nothing where there can be none. */
export function observingEnvironment(stack: Stack, app: App, source?: Source): Record<string, string> {
  if (!usesMachines(app, source)) return {};
  return { GRADUS_SSM_OBSERVE: namesOf(stack, app.stage).document("observe") };
}

/** The same for one that acts. */
export function actingEnvironment(stack: Stack, app: App): Record<string, string> {
  if (!usesMachines(app)) return {};
  return {
    ...observingEnvironment(stack, app),
    GRADUS_SSM_ACT: namesOf(stack, app.stage).document("act"),
  };
}
