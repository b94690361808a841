import type { managerSchema } from "@gradus/core";
import type * as z from "zod";

/** A resource that can become a target, as its ARN names it. */
export type Resource =
  | { kind: "ecs"; name: string; cluster: string }
  | { kind: "lambda" | "rds" | "ec2"; name: string };

/** The resource types that discovery asks for. */
export const RESOURCE_TYPES = ["ecs:service", "lambda:function", "rds:db", "ec2:instance"];

/** Text: why it cannot become a target. */
export function parseArn(arn: string): Resource | string {
  const [prefix, , service = "", , , ...rest] = arn.split(":");
  const [type = "", ...path] = rest.join(":").split(/[:/]/);
  if (prefix !== "arn") return "it is no ARN";
  const [first, second] = path;
  switch (`${service}:${type}`) {
    case "ecs:service":
      if (first === undefined || second === undefined)
        return "its ARN, of the old form, does not name its cluster";
      return { kind: "ecs", cluster: first, name: second };
    case "lambda:function":
      return first === undefined ? "its ARN has no name" : { kind: "lambda", name: first };
    case "rds:db":
      return first === undefined ? "its ARN has no name" : { kind: "rds", name: first };
    case "ec2:instance":
      return first === undefined ? "its ARN has no name" : { kind: "ec2", name: first };
    default:
      return "targets of this kind are not known";
  }
}

/** How AWS runs it, with core's defaults; a machine is reached by its agent instead. */
export function managerOfResource(
  resource: Resource,
  alias: string,
): z.input<typeof managerSchema> | undefined {
  switch (resource.kind) {
    case "ecs":
      return { kind: "ecs", cluster: resource.cluster, service: resource.name };
    case "lambda":
      return { kind: "lambda", function: resource.name, alias };
    case "rds":
      return { kind: "rds", instance: resource.name };
    case "ec2":
      return undefined;
    default:
      return resource satisfies never;
  }
}
