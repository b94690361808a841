export { optionsSchema, type Options } from "./options.ts";
export { checkTargets, type CheckReport, type TargetCheck } from "./runtime/check.ts";
export { startGradus, type Gradus } from "./runtime/start.ts";
