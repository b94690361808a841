export { optionsSchema, type Options } from "./options.ts";
export { checkTargets, type TargetCheck } from "./runtime/check.ts";
export { startGradus, type Gradus } from "./runtime/start.ts";
