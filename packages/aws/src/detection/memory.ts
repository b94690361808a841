import type { StateStore } from "@gradus/core";
import { type CycleMemory, initialCycle } from "@gradus/detectors";
import * as z from "zod";
import { createRoom } from "./room.ts";
import { nameOfShard, type Shard } from "./shard.ts";

const documentSchema = z.object({
  /** What the passes over each target remember. */
  cycles: z.record(z.string(), z.unknown()),
  /** When each target was looked at last, epoch ms. */
  lookedAt: z.record(z.string(), z.number()),
  /** What the watcher keeps, by its own names. */
  state: z.record(z.string(), z.unknown()),
});
type Document = z.infer<typeof documentSchema>;

/** What detection remembers of a shard's targets from one invocation to the next: one row, so one write a minute. */
export interface ShardMemory {
  cycle(target: string): CycleMemory;
  lookedAt(target: string): number | undefined;
  set(target: string, memory: CycleMemory, at: number): void;
  /** The watcher's memory, in the same row. */
  state: StateStore;
  /** Writes the row, without targets that are no longer watched. Throws "limit" when it is too large: more shards are needed. */
  save(watched: readonly string[]): Promise<void>;
}

const keyOf = (shard: Shard): string => `detection/${nameOfShard(shard)}`;
/** `detectors/<target>/<part>`, as the watcher names what it keeps. */
const targetIn = (name: string): string => name.split("/")[1] ?? "";

export async function loadMemory(store: StateStore, shard: Shard): Promise<ShardMemory> {
  const document = await read(store, shard);
  return {
    cycle: (target) => ({ ...initialCycle(), ...(document.cycles[target] as Partial<CycleMemory>) }),
    lookedAt: (target) => document.lookedAt[target],
    set(target, memory, at) {
      document.cycles[target] = memory;
      document.lookedAt[target] = at;
    },
    state: {
      get: async (name) => document.state[name],
      async put(name, value) {
        document.state[name] = value;
      },
    },
    async save(watched) {
      const known = new Set(watched);
      const only = <T>(of: Record<string, T>, targetOf: (key: string) => string): Record<string, T> =>
        Object.fromEntries(Object.entries(of).filter(([key, value]) => known.has(targetOf(key)) && value));
      await store.put(keyOf(shard), {
        cycles: roomy(only(document.cycles, (key) => key)),
        lookedAt: only(document.lookedAt, (key) => key),
        state: only(document.state, targetIn),
      });
    },
  };
}

/** The same, with as many differences from baselines as the row has room for: a change of many targets must not fill it. */
function roomy(cycles: Record<string, unknown>): Record<string, unknown> {
  const fit = createRoom();
  return Object.fromEntries(
    Object.entries(cycles).map(([target, one]) => {
      const memory = one as Partial<CycleMemory>;
      return [target, memory.health ? { ...memory, health: fit(memory.health) } : memory];
    }),
  );
}

/**
 * What detection remembers, for steps of the workflow: they look with the same eyes, and keep nothing. Rows are read once for
 * each shard that is asked for.
 */
export function borrowMemory(
  store: StateStore,
  shardOfTarget: (target: string) => Shard | undefined,
): StateStore {
  const documents = new Map<string, Promise<Document>>();
  return {
    async get(name) {
      const shard = shardOfTarget(targetIn(name));
      if (!shard) return undefined;
      const key = nameOfShard(shard);
      const document = documents.get(key) ?? read(store, shard);
      documents.set(key, document);
      return (await document).state[name];
    },
    put: async () => undefined,
  };
}

/** A row in a shape of before is forgotten: detection learns anew. */
async function read(store: StateStore, shard: Shard): Promise<Document> {
  const parsed = documentSchema.safeParse(await store.get(keyOf(shard)));
  return parsed.success ? parsed.data : { cycles: {}, lookedAt: {}, state: {} };
}
