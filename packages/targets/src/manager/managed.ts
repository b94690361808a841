import { messageOf, type ServiceManager, type Target } from "@gradus/core";
import { isOnPlatform, runsOnAnotherMachine } from "./kinds.ts";

/** What the managers of one machine say of its processes at this moment. */
export interface Managed {
  /** Main process → target id. */
  mains: ReadonlyMap<number, string>;
  /** Of targets whose process nobody can name now: why, one sentence each. Any process may be theirs. */
  hidden: readonly string[];
}

/** Asks the manager of every target on a host. One that is down has no process, and hides none. */
export async function managedOn(
  host: string,
  targets: readonly Target[],
  managerOf: (target: Target) => ServiceManager,
): Promise<Managed> {
  const here = new Map(targets.filter((t) => t.host === host).map((t) => [t.id, t]));
  const mains = new Map<number, string>();
  const hidden: string[] = [];
  await Promise.all(
    [...here.values()].map(async (target) => {
      const found = await mainOf(target, managerOf);
      if (typeof found === "number") mains.set(found, target.id);
      else if (found !== undefined) hidden.push(found);
    }),
  );
  return { mains, hidden: hidden.sort() };
}

/** Its main process; text: why that is not known; undefined: it has none on its host. */
async function mainOf(
  target: Target,
  managerOf: (target: Target) => ServiceManager,
): Promise<number | string | undefined> {
  const { id, manager } = target;
  if (!manager || isOnPlatform(target) || runsOnAnotherMachine(manager)) return undefined;
  const unknown = (why: string): string => `it is not known whether ${id} runs (${why.slice(0, 200)})`;
  try {
    const status = await managerOf(target).status(target);
    if (status.unknown !== undefined) return unknown(status.unknown);
    if (!status.running) return undefined;
    if (status.pid !== undefined && status.pid > 1) return status.pid;
    return `${id} runs, and its manager does not say as which process`;
  } catch (error) {
    return unknown(messageOf(error));
  }
}
