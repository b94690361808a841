import type { ProcessInfo } from "@gradus/core";
import { managedOn } from "../../manager/managed.ts";
import { portsAskedOf } from "../../manager/ports.ts";
import type { Scene } from "./scene.ts";

/** Whose processes are whose, as known at one moment. */
export interface Owners {
  /** Gradus itself, and what it runs. */
  own: ReadonlySet<number>;
  /** pid → target id. */
  targets: ReadonlyMap<number, string>;
  /** Why some process may be a target's and nobody can tell, one sentence each. */
  hidden: readonly string[];
}

/**
 * Asks the composition root for every process, and the managers of all targets on this host for what they run now: either may
 * know more than the other. Of a target without a manager, who listens on its ports is all that can be known.
 */
export async function ownersOf(scene: Scene, processes: readonly ProcessInfo[]): Promise<Owners> {
  const own = new Set<number>();
  const targets = new Map<number, string>();
  for (const { pid } of processes) {
    if (await scene.protect.isOwn(pid)) own.add(pid);
    const target = await scene.protect.targetOf(pid);
    if (target !== undefined) targets.set(pid, target);
  }
  const watched = [...scene.protect.targets(), scene.target];
  const { mains, hidden } = await managedOn(scene.target.host, watched, scene.managerOf);
  for (const [pid, id] of mains) if (!own.has(pid)) targets.set(pid, id);
  for (const [pid, id] of await listenersOfUnmanaged(scene)) {
    if (!own.has(pid) && !targets.has(pid)) targets.set(pid, id);
  }
  return { own, targets, hidden };
}

async function listenersOfUnmanaged({ host, target, protect }: Scene): Promise<Array<[number, string]>> {
  const here = protect.targets().filter((t) => t.host === target.host);
  const claimed = new Set(here.flatMap((t) => (t.manager ? t.ports : [])));
  const ports = new Map(
    here.flatMap((t) =>
      t.manager
        ? []
        : portsAskedOf(t).flatMap((p): Array<[number, string]> => (claimed.has(p) ? [] : [[p, t.id]])),
    ),
  );
  if (ports.size === 0) return [];
  return (await host.listeners()).flatMap(({ pid, port }): Array<[number, string]> => {
    const id = ports.get(port);
    return pid === undefined || id === undefined ? [] : [[pid, id]];
  });
}
