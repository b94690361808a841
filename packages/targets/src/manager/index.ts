export { createManagers, type Managers, type ManagersOptions } from "./create.ts";
export type { Log } from "./context.ts";
export { isOnPlatform } from "./kinds.ts";
export { noteMains, type NotedManagers } from "./noted.ts";
export { createEngine, type Engine, type Inspection } from "./container/engine.ts";
export {
  parseEnvironmentFile,
  type EnvironmentFile,
  type EnvironmentProblem,
} from "./process/environment-file.ts";
export { resolveSecrets } from "./process/environment.ts";
