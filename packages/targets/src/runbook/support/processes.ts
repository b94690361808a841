import type { Host, ProcessInfo } from "@gradus/core";
import { ownersOf } from "./owners.ts";
import type { Scene } from "./scene.ts";

export interface Identity {
  pid: number;
  startedAt: number;
}

/** Start times are computed from clock ticks and a measured boot time; two readings of one process may differ a little. */
const TOLERANCE_MS = 100;

export const isSame = (a: Identity, b: Identity): boolean =>
  a.pid === b.pid && Math.abs(a.startedAt - b.startedAt) <= TOLERANCE_MS;

/** The very process that is meant, or undefined once it has ended, whoever has its pid now. A zombie has ended. */
export async function findAlive(host: Host, identity: Identity): Promise<ProcessInfo | undefined> {
  const found = await host.process(identity.pid);
  return found && isSame(found, identity) && found.state !== "Z" ? found : undefined;
}

/** Its parent, the parent's parent and so on, nearest first; a broken or circular table ends it. */
export function ancestorsOf(pid: number, table: ReadonlyMap<number, ProcessInfo>): number[] {
  const found: number[] = [];
  for (let at = table.get(pid)?.ppid; at !== undefined && at > 0; at = table.get(at)?.ppid) {
    if (found.includes(at) || at === pid) break;
    found.push(at);
  }
  return found;
}

export const tableOf = (processes: readonly ProcessInfo[]): Map<number, ProcessInfo> =>
  new Map(processes.map((p) => [p.pid, p]));

/** The target's own processes: the managed one, all below it, and those known to be its. */
export async function ownProcesses(scene: Scene): Promise<ProcessInfo[]> {
  const status = await scene.manager?.status(scene.target);
  const main = status?.running ? status.pid : undefined;
  const processes = await scene.host.processes();
  const table = tableOf(processes);
  const owners = await ownersOf(scene, processes);
  return processes.filter((p) => {
    if (p.pid <= 1 || owners.own.has(p.pid)) return false;
    const owner = owners.targets.get(p.pid);
    if (owner !== undefined) return owner === scene.target.id;
    return main !== undefined && ancestorsOf(p.pid, table).includes(main);
  });
}

/** Process group and session, fields 5 and 6 of /proc/PID/stat; the name before them may hold anything, spaces and brackets too. */
export async function placeOf(
  host: Host,
  pid: number,
): Promise<{ group: number; session: number } | undefined> {
  const text = await host.readFile(`/proc/${pid}/stat`).catch(() => undefined);
  const fields = text?.slice(text.lastIndexOf(")") + 2).split(" ") ?? [];
  const group = Number(fields[2]);
  const session = Number(fields[3]);
  return Number.isInteger(group) && group > 0 ? { group, session } : undefined;
}
