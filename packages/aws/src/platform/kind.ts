import { GradusError, type Manager, type Target } from "@gradus/core";

export type PlatformManager = Extract<Manager, { kind: "ecs" | "lambda" | "rds" }>;

/** How AWS runs a target. Throws "invalid_input" for one that it does not run: nobody should ask. */
export function managerOf({ id, manager }: Target): PlatformManager {
  switch (manager?.kind) {
    case "ecs":
    case "lambda":
    case "rds":
      return manager;
    case "process":
    case "script":
    case "container":
    case undefined:
      throw new GradusError("invalid_input", `${id} is not run by AWS`);
    default:
      return manager satisfies never;
  }
}
