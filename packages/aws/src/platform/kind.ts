import { GradusError, type Manager, type Target } from "@gradus/core";

export type PlatformManager = Extract<Manager, { kind: "ecs" | "lambda" | "rds" }>;

type ByKind<T> = {
  [K in PlatformManager["kind"]]: (manager: Extract<PlatformManager, { kind: K }>) => T;
};

/** What is done for how AWS runs a target. Throws "invalid_input" for one that it does not run: nobody should ask. */
export function byKind<T>({ id, manager }: Target, cases: ByKind<T>): T {
  switch (manager?.kind) {
    case "ecs":
      return cases.ecs(manager);
    case "lambda":
      return cases.lambda(manager);
    case "rds":
      return cases.rds(manager);
    case "process":
    case "script":
    case "container":
    case undefined:
      throw new GradusError("invalid_input", `${id} is not run by AWS`);
    default:
      return manager satisfies never;
  }
}
