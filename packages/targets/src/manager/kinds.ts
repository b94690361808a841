import { NO_HOST, type Manager, type Target } from "@gradus/core";

/** Whether AWS starts and stops the target: then nothing of it is a process that Gradus could signal or look into. */
export function isOnPlatform({ manager }: Pick<Target, "manager">): boolean {
  return manager?.kind === "ecs" || manager?.kind === "lambda" || manager?.kind === "rds";
}

/** Whether there is a machine whose files and processes belong to the target. */
export const hasMachine = ({ host }: Pick<Target, "host">): boolean => host !== NO_HOST;

/** Whether a container's engine is reached over the network, and not on this machine: its processes are not here. */
export function runsOnAnotherMachine(manager: Manager): boolean {
  if (manager.kind !== "container" || !URL.canParse(manager.engine)) return false;
  return !isThisMachine(new URL(manager.engine).hostname);
}

export const isThisMachine = (name: string): boolean =>
  name === "" || /^(localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)$/.test(name);
