import { RUN_VARIABLE } from "../../manager/process/environment.ts";
import { factsOf, type Observation, type ProcessInfo, type Target } from "@gradus/core";
import { HOG_PERCENT, isBusy } from "./busy.ts";
import { findAlive, type Identity } from "./processes.ts";
import { ownersOf } from "./owners.ts";
import { whyProtected } from "./protected.ts";
import type { Scene } from "./scene.ts";

/** Processor hogs that the evidence names: nobody's, busy, while the target waits or is slow. */
export function hogsIn(
  target: Target,
  observations: readonly Observation[],
): Array<Identity & { nice: number }> {
  if (!isStarved(target, observations)) return [];
  const busy = factsOf(observations, "host").flatMap(({ fact }) => fact.top);
  // What one look could not tell, another may have known.
  const known = new Set(busy.filter((p) => p.target !== undefined || p.own).map((p) => p.pid));
  const hogs = busy.filter((p) => !known.has(p.pid) && p.cpuPercent > HOG_PERCENT);
  return unique(hogs.map(({ pid, startedAt, nice }) => ({ pid, startedAt, nice })));
}

/**
 * Squatters that the evidence names: nobody's process on a port that the target declares as its own, while the target is down
 * or says itself that the port is taken. On the port of a health check a proxy may stand, as it should.
 */
export function squattersIn(target: Target, observations: readonly Observation[]): Identity[] {
  if (!missesPort(target, observations)) return [];
  const { ports } = target;
  const found = factsOf(observations, "port").flatMap(({ fact: { port, owner, pid, startedAt } }) =>
    owner === "foreign" && pid !== undefined && startedAt !== undefined && ports.includes(port)
      ? [{ pid, startedAt }]
      : [],
  );
  return unique(found);
}

function missesPort({ id }: Target, observations: readonly Observation[]): boolean {
  const own = observations.filter((o) => o.target === id);
  return (
    factsOf(own, "process").some(({ fact }) => !fact.running && fact.unknown === undefined) ||
    factsOf(own, "log").some(({ fact }) =>
      /EADDRINUSE|address already in use/i.test(`${fact.code} ${fact.template} ${fact.sample}`),
    )
  );
}

function isStarved(target: Target, observations: readonly Observation[]): boolean {
  const own = observations.filter((o) => o.target === target.id);
  return (
    factsOf(own, "usage").some((o) => (o.fact.waitPercent ?? 0) >= 10) ||
    factsOf(own, "check").some((o) => o.fact.outcome === "slow" || o.fact.outcome === "timeout") ||
    factsOf(observations, "host").some((o) => (o.fact.cpuPressure ?? 0) >= 25)
  );
}

const unique = <T extends Identity>(all: readonly T[]): T[] => [
  ...new Map(all.map((p) => [`${p.pid}:${p.startedAt}`, p])).values(),
];

/** Why this process must be left alone; undefined if it may be touched. One that has ended may: nothing will be done to it. */
export async function mustLeave(scene: Scene, identity: Identity): Promise<string | undefined> {
  const alive = await findAlive(scene.host, identity);
  if (!alive) return undefined;
  const table = await freshTable(scene, alive);
  const owners = await ownersOf(scene, table);
  const left =
    whyProtected(alive.pid, table, owners) ??
    ((await isSupervisedElsewhere(scene, alive.pid)) ? "another Gradus watches over it" : undefined) ??
    (owners.hidden.length > 0 ? `it may be a target's: ${owners.hidden.join("; ")}` : undefined);
  return left && `process ${alive.pid} is left alone: ${left}`;
}

/** A process that some Gradus supervises carries its mark; one of ours would be known as a target. */
async function isSupervisedElsewhere(scene: Scene, pid: number): Promise<boolean> {
  const environment = await scene.host.environment(pid).catch(() => undefined);
  return environment?.[RUN_VARIABLE] !== undefined;
}

async function freshTable(scene: Scene, alive: ProcessInfo): Promise<ProcessInfo[]> {
  const listed = await scene.host.processes();
  return [...listed.filter((p) => p.pid !== alive.pid), alive];
}

async function portsHeld({ target, host }: Scene, { pid }: Identity): Promise<number[]> {
  if (target.ports.length === 0) return [];
  const held = (await host.listeners()).filter((l) => l.pid === pid && target.ports.includes(l.port));
  return [...new Set(held.map((l) => l.port))];
}

/** Why it is no intruder on a port: it was there already when the target was known to be well with that port open. */
export async function wasThereInGoodTimes(scene: Scene, identity: Identity): Promise<string | undefined> {
  const baseline = await scene.baselines.latest(scene.target.id);
  if (!baseline || identity.startedAt >= baseline.takenAt) return undefined;
  const port = (await portsHeld(scene, identity)).find((p) => baseline.ports.includes(p));
  if (port === undefined) return undefined;
  return `process ${identity.pid} is left alone: it ran before ${scene.target.id} was last known to be well with port ${port}, and may belong there`;
}

/** What a process takes from the target right now: its port, or the processor. Undefined: nothing. */
export async function takes(scene: Scene, identity: Identity): Promise<"port" | "processor" | undefined> {
  if ((await portsHeld(scene, identity)).length > 0) return "port";
  return (await isBusy(scene, identity)) ? "processor" : undefined;
}
