import { GradusError, type Clock, type Host, type ServiceManager, type Target } from "@gradus/core";
import type { Log, ManagerContext } from "./context.ts";
import { createContainerManager } from "./container/manager.ts";
import { elsewhere } from "./elsewhere.ts";
import { createProcessManager } from "./process/manager.ts";
import { createScriptManager } from "./script.ts";

export interface ManagersOptions {
  host: (id: string) => Host;
  /** Folder of the pid and state files. */
  runDir: string;
  clock: Clock;
  log?: Log;
  /** The environment of Gradus. */
  env?: Readonly<Record<string, string | undefined>>;
  graceMs?: number;
  /** Starts and stops what lives on AWS; without it such targets are unknown here, and are left alone. */
  platform?: ServiceManager;
}

export interface Managers {
  /** A target without a manager gets one that knows nothing and can do nothing. */
  for(target: Target): ServiceManager;
  /** For Ctrl-C: stops the processes that this Gradus has started or adopted, and returns their targets' ids. */
  stopAll(): Promise<string[]>;
}

export function createManagers(options: ManagersOptions): Managers {
  const context: ManagerContext = {
    host: options.host,
    runDir: options.runDir,
    clock: options.clock,
    log: options.log ?? (() => undefined),
    env: options.env ?? {},
    graceMs: options.graceMs ?? 500,
  };
  const processes = createProcessManager(context);
  const scripts = createScriptManager(context);
  const containers = createContainerManager(context);
  return {
    for: (target) => {
      switch (target.manager?.kind) {
        case "process":
          return processes;
        case "script":
          return scripts;
        case "container":
          return containers;
        case "ecs":
        case "lambda":
        case "rds":
          return options.platform ?? elsewhere;
        case undefined:
          return unmanaged;
        default:
          return never(target.manager);
      }
    },
    stopAll: () => processes.stopAll(),
  };
}

const refuse = async (target: Target): Promise<never> => {
  throw new GradusError("invalid_input", `target "${target.id}" has no manager`);
};

const unmanaged: ServiceManager = {
  status: async () => ({ running: false, recentStarts: 0, unknown: "no manager is configured" }),
  start: refuse,
  stop: refuse,
  restart: refuse,
};

function never(value: never): never {
  throw new RangeError(`unknown manager ${JSON.stringify(value)}`);
}
