import { factSchema, type FactOf, type Seen, type Source, type StateStore } from "@gradus/core";
import type { Board, Missed } from "@gradus/detectors";
import * as z from "zod";
import { createRoom } from "./room.ts";
import { nameOfShard, type Shard, type ShardCounts } from "./shard.ts";

const driftSchema = factSchema.refine((fact): fact is FactOf<"drift"> => fact.kind === "drift");
const seenSchema = z.object({
  at: z.number(),
  state: z.enum(["healthy", "failing", "unknown"]),
  symptoms: z.array(z.object({ symptom: z.string(), summary: z.string() })),
  degraded: z.array(z.string()),
  checks: z.exactOptional(
    z.record(
      z.string(),
      z.object({
        ok: z.exactOptional(z.boolean()),
        latencyMs: z.exactOptional(z.number()),
        value: z.exactOptional(z.number()),
        words: z.exactOptional(z.string()),
      }),
    ),
  ),
  baseline: z.exactOptional(
    z.object({ generation: z.number(), takenAt: z.number(), version: z.exactOptional(z.string()) }),
  ),
  drift: z.exactOptional(
    z.object({
      at: z.number(),
      total: z.number(),
      found: z.array(z.object({ text: z.string(), fact: driftSchema })),
    }),
  ),
});
const missedSchema = z.object({ since: z.number(), why: z.string() });
const rowSchema = z.object({
  /** When the shard's detector came to its end last, epoch ms. */
  at: z.number(),
  targets: z.record(z.string(), seenSchema),
  missed: z.record(z.string(), missedSchema).default({}),
});

const keyOf = (shard: Shard): string => `board/${nameOfShard(shard)}`;

/** Writes what was last seen of a shard's targets, for the API. */
export async function saveBoard(
  store: StateStore,
  shard: Shard,
  of: { at: number; board: Board; targets: readonly string[]; before: SavedBoard },
): Promise<void> {
  const targets: Record<string, Seen> = {};
  const missed: Record<string, Missed> = {};
  const fit = createRoom();
  for (const id of of.targets) {
    const now = of.board.of(id);
    const seen = now ?? of.before.of(id);
    if (seen) targets[id] = fit(seen);
    const why = of.board.missed(id);
    const since = now ? undefined : of.before.missed(id);
    if (why) missed[id] = { ...why, ...(since ? { since: since.since } : {}) };
    else if (since) missed[id] = since;
  }
  await store.put(keyOf(shard), { at: of.at, targets, missed });
}

export interface SavedBoard {
  of(target: string): Seen | undefined;
  missed(target: string): Missed | undefined;
  /** When each shard was looked at last; undefined: never. */
  passes: ReadonlyArray<{ shard: Shard; at: number | undefined }>;
}

export async function readBoard(store: StateStore, shards: readonly Shard[]): Promise<SavedBoard> {
  const rows = await Promise.all(
    shards.map(async (shard) => ({
      shard,
      row: rowSchema.safeParse(await store.get(keyOf(shard))).data,
    })),
  );
  const seen = new Map<string, Seen>(rows.flatMap(({ row }) => Object.entries(row?.targets ?? {})));
  const missed = new Map<string, Missed>(rows.flatMap(({ row }) => Object.entries(row?.missed ?? {})));
  return {
    of: (target) => seen.get(target),
    missed: (target) => missed.get(target),
    passes: rows.map(({ shard, row }) => ({ shard, at: row?.at })),
  };
}

/** Every shard that a schedule works through. */
export const allShards = (counts: ShardCounts): Shard[] =>
  (Object.entries(counts) as Array<[Source, number]>).flatMap(([source, of]) =>
    Array.from({ length: of }, (_, shard) => ({ source, shard, of })),
  );
