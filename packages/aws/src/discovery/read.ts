import { type Autonomy, targetSchema, type Target } from "@gradus/core";
import { CAUTIOUS, usualOf } from "@gradus/targets";
import { managerOfResource, parseArn, type Resource } from "./arn.ts";
import { keyOfResource, keysOfTarget } from "./key.ts";
import { nameTargets } from "./name.ts";
import { readTags } from "./tags.ts";

export interface DiscoveryOptions {
  /** For resources whose tag names no level. */
  autonomy?: Autonomy;
  /** The targets of the file: what one of them describes already is not watched twice. */
  configured?: readonly Target[];
}

export interface Tagged {
  arn: string;
  tags: ReadonlyMap<string, string>;
}

export interface Discovery {
  targets: Target[];
  /** What could not be understood, one sentence each. */
  problems: string[];
}

interface Known extends Tagged {
  resource: Resource;
}

/** The targets that tagged resources become. Whatever is wrong with one of them leaves the others as they are. */
export function readTagged(all: readonly Tagged[], options: DiscoveryOptions = {}): Discovery {
  const { autonomy = CAUTIOUS, configured = [] } = options;
  const problems: string[] = [];
  const described = new Set(configured.flatMap(keysOfTarget));
  const known = [...all]
    .sort((a, b) => (a.arn < b.arn ? -1 : 1))
    .flatMap((tagged): Known[] => {
      const resource = parseArn(tagged.arn);
      if (typeof resource !== "string") {
        return described.has(keyOfResource(resource)) ? [] : [{ ...tagged, resource }];
      }
      problems.push(`${tagged.arn}: ${resource}`);
      return [];
    });
  const ids = nameTargets(known.map(({ resource }) => resource));
  const targets = known.flatMap((one, index): Target[] => {
    const id = ids[index];
    const { problems: own, ...wishes } = readTags(one.tags, autonomy);
    problems.push(...own.map((problem) => `${one.arn}: ${problem}`));
    const target = id === undefined ? undefined : targetSchema.safeParse(form(id, one.resource, wishes));
    if (target?.success) return [target.data];
    const why = target?.error.issues[0]?.message ?? "no id can be made of its name that is its alone";
    problems.push(`${one.arn}: ${why}`);
    return [];
  });
  return { targets, problems };
}

/** The same as targets.yaml gives a target on AWS that says nothing else. */
function form(
  id: string,
  resource: Resource,
  wishes: Omit<ReturnType<typeof readTags>, "problems">,
): unknown {
  const { alias, owner, ...rest } = wishes;
  const manager = managerOfResource(resource, alias);
  return {
    ...rest,
    id,
    dependsOn: rest.dependsOn.filter((other) => other !== id),
    ...(owner === undefined ? {} : { owner }),
    ...(manager ? { ...usualOf(manager.kind), manager } : machine(resource.name)),
  };
}

/** Of a machine nothing is known but that it has a disk to start from. */
const machine = (instance: string) => ({
  host: `ssm:${instance}`,
  intervalMs: 60_000,
  settleMs: 5_000,
  disks: [{ path: "/" }],
});
