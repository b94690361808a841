import { RUN_VARIABLE } from "../../manager/process/environment.ts";
import { factsOf, type Observation, type ProcessInfo, type Target } from "@gradus/core";
import { findAlive, type Identity } from "./processes.ts";
import { ownersOf } from "./owners.ts";
import { portsAskedOf } from "../../manager/ports.ts";
import { whyProtected } from "./protected.ts";
import type { Scene } from "./scene.ts";

/** Share of one core from which a process counts as taking the processor, percent. */
const HOG_PERCENT = 50;
const SAMPLE_MS = 250;

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

/** Squatters that the evidence names: nobody's process on one of the target's ports. */
export function squattersIn(target: Target, observations: readonly Observation[]): Identity[] {
  const ports = portsAskedOf(target);
  const found = factsOf(observations, "port").flatMap(({ fact: { port, owner, pid, startedAt } }) =>
    owner === "foreign" && pid !== undefined && startedAt !== undefined && ports.includes(port)
      ? [{ pid, startedAt }]
      : [],
  );
  return unique(found);
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

/** What a process takes from the target right now: its port, or the processor. Undefined: nothing. */
export async function takes(scene: Scene, identity: Identity): Promise<"port" | "processor" | undefined> {
  const ports = portsAskedOf(scene.target);
  const listeners = ports.length === 0 ? [] : await scene.host.listeners();
  if (listeners.some((l) => l.pid === identity.pid && ports.includes(l.port))) return "port";
  const from = await findAlive(scene.host, identity);
  const start = performance.now();
  await scene.sleep(SAMPLE_MS);
  const to = await findAlive(scene.host, identity);
  const passed = Math.max(performance.now() - start, SAMPLE_MS);
  // What it waits for counts too: on a crowded machine even a hog does not get all that it wants.
  const wants = (p: ProcessInfo | undefined): number => (p ? p.cpuMs + (p.waitMs ?? 0) : 0);
  const wanted = from && to ? (100 * (wants(to) - wants(from))) / passed : 0;
  return wanted >= HOG_PERCENT ? "processor" : undefined;
}
