import type { Lease } from "@gradus/core";
import * as z from "zod";
import type { Key, Row, StoreContext } from "../context.ts";
import { keyPart, shardOf, ttlAfter } from "../context.ts";
import { parseStored, parseText } from "../document.ts";
import { get } from "../operations.ts";
import { timeKey } from "../table.ts";

/** Attributes of their own rather than a document, because conditions and releases look at them. */
const rowSchema = z.object({
  target: z.string(),
  task: z.string(),
  attempt: z.number(),
  action: z.string(),
  acquiredAt: z.number(),
  until: z.number(),
  recent: z.array(z.number()),
  released: z.boolean(),
  /** Who has ever taken it, as "<task> <attempt>", newest last: a step that is delivered again after another task had the target is known again. */
  taken: z.array(z.string()),
  v: z.number(),
});

export interface Stored {
  lease: Lease;
  taken: string[];
  version: number;
}

const KEEP_TAKEN = 200;
const KEEP_DAYS = 30;
export const keyOf = (ctx: StoreContext, target: string): Key => ({
  pk: `lease|${keyPart(ctx, target)}`,
  sk: "lease",
});

export async function read(ctx: StoreContext, target: string): Promise<Stored | undefined> {
  const row = await get(ctx, keyOf(ctx, target));
  if (!row) return undefined;
  const { taken, v: version, ...lease } = parseStored(rowSchema, row, row);
  return { lease, taken, version };
}

/** What the index tells of a target: when actions on it began. */
const startsSchema = z.object({ target: z.string(), recent: z.array(z.number()) });
export const toStarts = (row: Row): z.infer<typeof startsSchema> =>
  parseStored(startsSchema, parseText(row, row["sum"]), row);

export const shardPartition = (shard: number): string => `lease|${shard}`;

export const toRow = (ctx: StoreContext, { lease, taken, version }: Stored): Row => ({
  ...keyOf(ctx, lease.target),
  ...lease,
  g1: shardPartition(shardOf(ctx, lease.target, ctx.shards)),
  gs: `${timeKey(lease.acquiredAt)}|${keyPart(ctx, lease.target)}`,
  sum: JSON.stringify({ target: lease.target, recent: lease.recent }),
  taken: taken.slice(-KEEP_TAKEN),
  v: version,
  ttl: ttlAfter(Math.max(lease.until, lease.acquiredAt), KEEP_DAYS),
});
