export * from "./diagnostics.ts";
export * from "./context.ts";
export * from "./state.ts";
export { load as loadCase } from "./case-file.ts";
export { recordsOf as candidateRecords } from "./consult.ts";
export { fullCase, neighbourSeen } from "./evidence.ts";
export { proposePattern } from "./propose-pattern.ts";
export { type Executions, newestExecution, redrive, type Redriven } from "./redrive.ts";
export {
  allowancesNow,
  autonomyNow,
  autonomyOutcomes,
  confidenceOutcomeOf,
  fleetActions,
} from "./history.ts";
export { isGone } from "./look-around.ts";
/** The verbs the workflow calls, under one name: `Remediation.triage(ctx, input)`. */
export * as Remediation from "./verbs.ts";
