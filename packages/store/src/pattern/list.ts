import type { Pattern } from "@gradus/core";
import { GradusError } from "@gradus/core";
import type { Row, StoreContext } from "../context.ts";
import { pageSize, readCursor, writeCursor } from "../cursor.ts";
import { query } from "../operations.ts";
import { fromRow, partitionOf, PATTERN_SHARDS } from "./row.ts";

const SCOPE = "pattern";

/** All patterns, shard after shard, each in order of id: an order for exports, not for people. */
export async function list(
  ctx: StoreContext,
  request: { limit?: number; cursor?: string },
): Promise<{ patterns: Pattern[]; cursor?: string }> {
  const limit = pageSize(request.limit);
  const start = positionOf(readCursor(ctx, SCOPE, request.cursor));
  const rows: Row[] = [];
  for (let shard = start.shard; shard < PATTERN_SHARDS && rows.length <= limit; shard++) {
    const after = shard === start.shard ? start.sk : " ";
    const found = await query(ctx, {
      partition: partitionOf(shard),
      from: after,
      limit: limit + 2 - rows.length,
    });
    rows.push(...found.filter((row) => row.sk !== after));
  }
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const more = rows.length > limit && last !== undefined;
  return {
    patterns: page.map(fromRow),
    ...(more ? { cursor: writeCursor(ctx, SCOPE, `${last.pk.slice(-1)}|${last.sk}`) } : {}),
  };
}

function positionOf(cursor: string | undefined): { shard: number; sk: string } {
  if (cursor === undefined) return { shard: 0, sk: " " };
  const match = /^([0-7])\|([^]+)$/.exec(cursor);
  if (!match) throw new GradusError("invalid_input", "The cursor does not belong to this list.");
  return { shard: Number(match[1]), sk: match[2] ?? " " };
}
