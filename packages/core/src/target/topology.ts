import type { Target } from "./schema.ts";

/** Everything a target depends on, directly or through others, nearest first. Cycles are cut. */
export function dependenciesOf(id: string, targets: readonly Target[]): string[] {
  return walk(id, (at) => targets.find((t) => t.id === at)?.dependsOn ?? []);
}

/** Everything that depends on a target, directly or through others, nearest first. */
export function dependentsOf(id: string, targets: readonly Target[]): string[] {
  return walk(id, (at) => targets.filter((t) => t.dependsOn.includes(at)).map((t) => t.id));
}

/** Targets that must not be acted on at the same time as this one: its direct dependencies and dependents. */
export function neighboursOf(id: string, targets: readonly Target[]): string[] {
  const own = targets.find((t) => t.id === id)?.dependsOn ?? [];
  const others = targets.filter((t) => t.dependsOn.includes(id)).map((t) => t.id);
  return [...new Set([...own, ...others])].filter((other) => other !== id);
}

function walk(start: string, next: (id: string) => readonly string[]): string[] {
  const seen = new Set<string>([start]);
  const queue = [start];
  const found: string[] = [];
  for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
    for (const other of next(id)) {
      if (seen.has(other)) continue;
      seen.add(other);
      found.push(other);
      queue.push(other);
    }
  }
  return found;
}
