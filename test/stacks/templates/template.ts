export type StackName =
  | "Storage"
  | "Events"
  | "Web"
  | "Detection"
  | "Remediation"
  | "ApiStack"
  | "Alerts"
  | "Operations";

export interface Resource {
  Type: string;
  Properties?: Record<string, unknown>;
  DeletionPolicy?: string;
  UpdateReplacePolicy?: string;
  DependsOn?: string | string[];
}

export interface StackTemplate {
  Resources: Record<string, Resource>;
  Outputs?: Record<string, { Value: unknown; Export?: { Name: string } }>;
}

export type Templates = Record<StackName, StackTemplate>;

/** One resource and where it is. */
export interface Found {
  stack: StackName;
  id: string;
  type: string;
  props: Record<string, unknown>;
  resource: Resource;
}

/** All resources of a type, over all stacks. */
export function all(templates: Templates, type?: string): Found[] {
  return (Object.entries(templates) as Array<[StackName, StackTemplate]>).flatMap(([stack, template]) =>
    Object.entries(template.Resources)
      .filter(([, resource]) => type === undefined || resource.Type === type)
      .map(([id, resource]) => ({
        stack,
        id,
        type: resource.Type,
        props: (resource.Properties ??= {}),
        resource,
      })),
  );
}

export const nameOf = ({ stack, id }: Pick<Found, "stack" | "id">): string => `${stack}/${id}`;

/** What lies at a path of keys: `at(props, "DeliveryOptions", "TlsPolicy")`. */
export function at(value: unknown, ...path: string[]): unknown {
  return path.reduce<unknown>((here, key) => (isRecord(here) ? here[key] : undefined), value);
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A word where one is expected; of anything else its JSON, so that a message shows it. */
export const word = (value: unknown): string =>
  typeof value === "string" ? value : value === undefined ? "" : JSON.stringify(value);

/** CloudFormation lets one thing stand for a list of one. */
export const listOf = (value: unknown): unknown[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

/** What is wrong with a resource, unless the condition holds. */
export const unless = (holds: boolean, where: Found, what: string): string[] =>
  holds ? [] : [`${nameOf(where)}: ${what}`];
