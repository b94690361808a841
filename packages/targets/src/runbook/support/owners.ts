import type { ProcessInfo, Target } from "@gradus/core";
import type { Scene } from "./scene.ts";

/** Whose processes are whose, as known at one moment. */
export interface Owners {
  /** Gradus itself, and what it runs. */
  own: ReadonlySet<number>;
  /** pid → target id. */
  targets: ReadonlyMap<number, string>;
}

/** Asks the composition root for every process, and the managers for what they run now: either may know more than the other. */
export async function ownersOf(scene: Scene, processes: readonly ProcessInfo[]): Promise<Owners> {
  const own = new Set<number>();
  const targets = new Map<number, string>();
  for (const { pid } of processes) {
    if (await scene.protect.isOwn(pid)) own.add(pid);
    const target = await scene.protect.targetOf(pid);
    if (target !== undefined) targets.set(pid, target);
  }
  const watched = [scene.target, ...scene.protect.targets()].filter((t) => t.host === scene.target.host);
  for (const [pid, id] of await Promise.all(watched.map((t) => mainOf(scene, t)))) {
    if (pid > 1 && !own.has(pid)) targets.set(pid, id);
  }
  return { own, targets };
}

/** Only managers that answer from memory are asked; the others' processes are known to the composition root. */
async function mainOf(scene: Scene, target: Target): Promise<[pid: number, id: string]> {
  const isOwn = target.id === scene.target.id;
  if (!target.manager || (target.manager.kind !== "process" && !isOwn)) return [0, target.id];
  const status = await scene.managerOf(target).status(target);
  return [(status.running ? status.pid : undefined) ?? 0, target.id];
}
