import {
  NO_HOST,
  parseTarget,
  type StateStore,
  type Target,
  type TargetRegistry,
  targetSchema,
} from "@gradus/core";
import * as z from "zod";

/**
 * Gradus itself, as the target of what it sees of itself (mail that came back). It is found by its id, and is not on the list:
 * nothing looks at it, and nothing may be done to it.
 */
export const SELF = parseTarget({
  id: "gradus",
  software: "gradus",
  host: NO_HOST,
  autonomy: { reversible: "observe", disruptive: "observe", destructive: "observe" },
});

/** The targets of targets.yaml, and those that were discovered; where both have an id, the file's entry counts. */
export function createRegistry(configured: readonly Target[], discovered: readonly Target[]): TargetRegistry {
  const byId = new Map([...discovered, ...configured].map((t) => [t.id, t]));
  const known = new Set(byId.keys());
  // A dependency on something that is not there any more says nothing.
  const all = [...byId.values()].map((t) => ({ ...t, dependsOn: t.dependsOn.filter((id) => known.has(id)) }));
  const found = new Map([SELF, ...all].map((t) => [t.id, t]));
  return { get: (id) => found.get(id), all: () => all };
}

const discoveredSchema = z.object({
  at: z.number(),
  targets: z.array(targetSchema),
  /** What could not be understood, one sentence each. */
  problems: z.array(z.string()),
});
export type Discovered = z.infer<typeof discoveredSchema>;

const DISCOVERED = "discovered";

export async function readDiscovered(store: StateStore): Promise<Discovered> {
  const parsed = discoveredSchema.safeParse(await store.get(DISCOVERED));
  return parsed.success ? parsed.data : { at: 0, targets: [], problems: [] };
}

export const saveDiscovered = (store: StateStore, found: Discovered): Promise<void> =>
  store.put(DISCOVERED, found);
