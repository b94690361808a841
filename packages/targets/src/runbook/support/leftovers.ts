import type { ProcessInfo } from "@gradus/core";
import { isOrphan, notAnothers } from "./orphan.ts";
import { findAlive, type Identity, placeOf, tableOf } from "./processes.ts";
import { ownersOf } from "./owners.ts";
import { waitFor, type Scene } from "./scene.ts";

const TERM_MS = 2_000;
const KILL_MS = 2_000;

/**
 * What is still alive of a stopped target: of its processes as they were, members of their process groups, and orphans of
 * earlier runs. Never Gradus, never another target's, never what another Gradus has started.
 */
export async function leftoversOf(scene: Scene, own: readonly ProcessInfo[]): Promise<ProcessInfo[]> {
  const { host, target } = scene;
  const leaders = new Set(own.map((p) => p.pid));
  const mark = (await scene.manager?.status(target))?.mark;
  const processes = await host.processes();
  const table = tableOf(processes);
  const left = new Map<number, ProcessInfo>();
  for (const was of own) {
    const alive = await findAlive(host, was);
    if (alive) left.set(alive.pid, alive);
  }
  const places = await Promise.all(processes.map((p) => placeOf(host, p.pid)));
  for (const [index, found] of processes.entries()) {
    if (found.pid <= 1 || left.has(found.pid) || found.state === "Z") continue;
    const ours = leaders.has(places[index]?.group ?? -1);
    const alive =
      ours || (await isOrphan(scene, found, table, mark)) ? await findAlive(host, found) : undefined;
    if (alive) left.set(alive.pid, alive);
  }
  const owners = await ownersOf(scene, [...left.values()]);
  return (await notAnothers(scene, [...left.values()], mark)).filter((p) => {
    const owner = owners.targets.get(p.pid);
    return !owners.own.has(p.pid) && (owner === undefined || owner === target.id);
  });
}

/** Ends each, that very process only: SIGTERM, after `termMs` SIGKILL. Throws if one does not end. */
export async function endAll(
  scene: Scene,
  processes: readonly ProcessInfo[],
  termMs: number = TERM_MS,
): Promise<void> {
  await Promise.all(processes.map((p) => end(scene, p, termMs)));
}

/** Returns the signal that ended it; undefined: it had ended already. */
export async function end(
  scene: Scene,
  process: Identity,
  termMs: number = TERM_MS,
): Promise<"SIGTERM" | "SIGKILL" | undefined> {
  const limits = { SIGTERM: termMs, SIGKILL: KILL_MS };
  for (const signal of ["SIGTERM", "SIGKILL"] as const) {
    const alive = await findAlive(scene.host, process);
    if (!alive) return undefined;
    await scene.host.signal(process.pid, signal, process.startedAt);
    // A suspended process does not see SIGTERM until it goes on.
    if (signal === "SIGTERM" && alive.state === "T") {
      await scene.host.signal(process.pid, "SIGCONT", process.startedAt);
    }
    const gone = await waitFor(scene, limits[signal], async () =>
      (await findAlive(scene.host, process)) ? undefined : true,
    );
    if (gone) return signal;
  }
  throw new Error(`process ${process.pid} does not end`);
}
