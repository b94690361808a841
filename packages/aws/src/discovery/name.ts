import type { Resource } from "./arn.ts";

const MOST = 63;

const slug = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");

/**
 * Ids of targets, in the order of the resources: a resource's name, with its kind before it where several have that name,
 * and with its cluster where that is not enough. Undefined: there is no id that is its alone. Depends on nothing but the
 * resources, so that a target keeps its id from one discovery to the next.
 */
export function nameTargets(resources: readonly Resource[]): Array<string | undefined> {
  const forms = resources.map(formsOf);
  const claims = new Map<string, number>();
  for (const id of forms.flat()) claims.set(id, (claims.get(id) ?? 0) + 1);
  return forms.map((own) => own.find((id) => id.length <= MOST && claims.get(id) === 1));
}

function formsOf(resource: Resource): string[] {
  const { kind, name } = resource;
  if (slug(name) === "") return [];
  const longer = resource.kind === "ecs" ? [`ecs-${resource.cluster}-${name}`] : [];
  return [...new Set([name, `${kind}-${name}`, ...longer].map(slug))];
}
