import { setTimeout as sleep } from "node:timers/promises";
import { messageOf, type ServiceManager, type Target } from "@gradus/core";
import { isOnPlatform, runsOnAnotherMachine } from "./kinds.ts";

/** A phase of the work on a task must not wait for a neighbour whose status command hangs. */
const ANSWERS_MS = 8_000;

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
  answersMs = ANSWERS_MS,
): Promise<Managed> {
  const here = new Map(targets.filter((t) => t.host === host).map((t) => [t.id, t]));
  const mains = new Map<number, string>();
  const hidden: string[] = [];
  await Promise.all(
    [...here.values()].map(async (target) => {
      const found = await mainOf(target, managerOf, answersMs);
      if (typeof found === "number") mains.set(found, target.id);
      else if (found !== undefined) hidden.push(found);
    }),
  );
  return { mains, hidden: hidden.sort() };
}

async function inTime<T>(answer: Promise<T>, limitMs: number): Promise<T> {
  const waiting = new AbortController();
  const late = sleep(limitMs, undefined, { signal: waiting.signal }).then(() => {
    throw new Error(`no answer within ${limitMs} ms`);
  });
  late.catch(() => undefined);
  try {
    return await Promise.race([answer, late]);
  } finally {
    waiting.abort();
  }
}

/** Its main process; text: why that is not known; undefined: it has none on its host. */
async function mainOf(
  target: Target,
  managerOf: (target: Target) => ServiceManager,
  answersMs: number,
): Promise<number | string | undefined> {
  const { id, manager } = target;
  if (!manager || isOnPlatform(target) || runsOnAnotherMachine(manager)) return undefined;
  const unknown = (why: string): string => `it is not known whether ${id} runs (${why.slice(0, 200)})`;
  try {
    const status = await inTime(managerOf(target).status(target), answersMs);
    if (status.unknown !== undefined) return unknown(status.unknown);
    if (!status.running) return undefined;
    if (status.pid !== undefined && status.pid > 1) return status.pid;
    return `${id} runs, and its manager does not say as which process`;
  } catch (error) {
    return unknown(messageOf(error));
  }
}
