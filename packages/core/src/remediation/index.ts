export * from "./diagnostics.ts";
export * from "./context.ts";
export * from "./state.ts";
export { neighbourSeen } from "./evidence.ts";
export { autonomyNow } from "./history.ts";
export { isGone } from "./triage.ts";
/** The verbs the workflow calls, under one name: `Remediation.triage(ctx, input)`. */
export * as Remediation from "./verbs.ts";
