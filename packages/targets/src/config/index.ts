export { actingCommands, isAmong, openWords, readOnlyCommands } from "./commands.ts";
export { deployable, type Deployable, type DeployableOptions } from "./deployable.ts";
export { CAUTIOUS, usualOf } from "./usual.ts";
export { loadTargets, type Loaded, type LoadOptions } from "./load.ts";
export { formatProblem, type ConfigProblem } from "./problem.ts";
export {
  watchTargets,
  type TargetsChange,
  type TargetsWatch,
  type Timers,
  type WatchOptions,
} from "./watch.ts";
