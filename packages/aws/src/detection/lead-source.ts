import { isOverSsm, type Source, type Target } from "@gradus/core";

/**
 * The schedule that looks at a target. A target is looked at whole, with every source that it has: its health is one judgement,
 * and six schedules that each see a part would race over damping it. So each belongs to the source that says most about it.
 */
export function leadSource(target: Target): Source {
  switch (target.manager?.kind) {
    case "ecs":
    case "container":
      return "container";
    case "lambda":
      return "metric";
    case "rds":
      return "resource";
    case "process":
    case "script":
      return "service";
    case undefined:
      return withoutManager(target);
    default:
      return target.manager satisfies never;
  }
}

function withoutManager(target: Target): Source {
  if (target.health.length > 0) return "http";
  if (isOverSsm(target)) return "resource";
  if (target.logs.length > 0 || (target.cloudwatch?.logGroups.length ?? 0) > 0) return "log";
  return "metric";
}
