import { Stack } from "aws-cdk-lib";
import type { App } from "sst/constructs";

/** What SST puts into every stack for custom resources of its own, none of which we use: a function with rights and no alarms. */
const UNUSED = "CustomResourceHandler";

export function withoutUnused(app: App): void {
  for (const child of app.node.children) if (Stack.isStack(child)) child.node.tryRemoveChild(UNUSED);
}
