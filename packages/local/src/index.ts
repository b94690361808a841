export { optionsSchema, type Options } from "./options.ts";
export { checkTargets, type CheckReport, type TargetCheck } from "./runtime/check.ts";
export { startGradus, type Gradus } from "./runtime/start.ts";
export { findRoot } from "./site/build.ts";
export { openSite, type Site } from "./site/open.ts";
