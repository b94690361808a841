import type { Source, StateStore } from "@gradus/core";
import type { Board, Seen } from "@gradus/detectors";
import * as z from "zod";
import { nameOfShard, type Shard, type ShardCounts } from "./shard.ts";

const seenSchema = z.object({
  at: z.number(),
  state: z.enum(["healthy", "failing", "unknown"]),
  symptoms: z.array(z.object({ symptom: z.string(), summary: z.string() })),
  degraded: z.array(z.string()),
});
const rowSchema = z.object({
  /** When the shard's detector came to its end last, epoch ms. */
  at: z.number(),
  targets: z.record(z.string(), seenSchema),
});

const keyOf = (shard: Shard): string => `board/${nameOfShard(shard)}`;

/** Writes what was last seen of a shard's targets, for the API. */
export async function saveBoard(
  store: StateStore,
  shard: Shard,
  of: { at: number; board: Board; targets: readonly string[]; before: SavedBoard },
): Promise<void> {
  const targets: Record<string, Seen> = {};
  for (const id of of.targets) {
    const seen = of.board.of(id) ?? of.before.of(id);
    if (seen) targets[id] = seen;
  }
  await store.put(keyOf(shard), { at: of.at, targets });
}

export interface SavedBoard {
  of(target: string): Seen | undefined;
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
  return {
    of: (target) => seen.get(target),
    passes: rows.map(({ shard, row }) => ({ shard, at: row?.at })),
  };
}

/** Every shard that a schedule works through. */
export const allShards = (counts: ShardCounts): Shard[] =>
  (Object.entries(counts) as Array<[Source, number]>).flatMap(([source, of]) =>
    Array.from({ length: of }, (_, shard) => ({ source, shard, of })),
  );
