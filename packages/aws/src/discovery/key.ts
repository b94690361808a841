import { managedNode, type Target } from "@gradus/core";
import type { Resource } from "./arn.ts";

/** What tells one resource of a region from all others. An alias is part of a function, not a resource of its own. */
export function keyOfResource(resource: Resource): string {
  const cluster = resource.kind === "ecs" ? `${resource.cluster}/` : "";
  return `${resource.kind} ${cluster}${resource.name}`;
}

/** The resources that a target is about. */
export function keysOfTarget({ manager, host }: Target): string[] {
  switch (manager?.kind) {
    case "ecs":
      return [keyOfResource({ kind: "ecs", cluster: manager.cluster, name: manager.service })];
    case "lambda":
      return [keyOfResource({ kind: "lambda", name: manager.function })];
    case "rds":
      return [keyOfResource({ kind: "rds", name: manager.instance })];
    default: {
      const node = managedNode(host);
      return node?.startsWith("i-") ? [keyOfResource({ kind: "ec2", name: node })] : [];
    }
  }
}
