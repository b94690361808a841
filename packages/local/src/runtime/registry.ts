import type { Target, TargetRegistry } from "@gradus/core";

/** The targets as they are now; replaced as a whole when targets.yaml was reloaded and is valid. */
export interface Registry extends TargetRegistry {
  replace(targets: readonly Target[]): { added: string[]; removed: string[]; changed: string[] };
}

export function createRegistry(initial: readonly Target[]): Registry {
  let byId = new Map(initial.map((t) => [t.id, t]));
  return {
    get: (id) => byId.get(id),
    all: () => [...byId.values()],
    replace(targets) {
      const next = new Map(targets.map((t) => [t.id, t]));
      const added = targets.filter((t) => !byId.has(t.id)).map((t) => t.id);
      const removed = [...byId.keys()].filter((id) => !next.has(id));
      const changed = targets
        .filter((t) => byId.has(t.id) && JSON.stringify(byId.get(t.id)) !== JSON.stringify(t))
        .map((t) => t.id);
      byId = next;
      return { added, removed, changed };
    },
  };
}
