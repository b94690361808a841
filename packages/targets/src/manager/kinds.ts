import { NO_HOST, type Target } from "@gradus/core";

/** Whether AWS starts and stops the target: then nothing of it is a process that Gradus could signal or look into. */
export function isOnPlatform({ manager }: Pick<Target, "manager">): boolean {
  return manager?.kind === "ecs" || manager?.kind === "lambda" || manager?.kind === "rds";
}

/** Whether there is a machine whose files and processes belong to the target. */
export const hasMachine = ({ host }: Pick<Target, "host">): boolean => host !== NO_HOST;
