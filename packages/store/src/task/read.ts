import type { Task, TaskQuery, TaskSummary } from "@gradus/core";
import type { StoreContext } from "../context.ts";
import { keyPart, range } from "../context.ts";
import { listNewest } from "../newest.ts";
import { get as getRow, query } from "../operations.ts";
import type { State } from "./row.ts";
import { fromRow, keyOfId, shardPartition, targetPartition, toSummary } from "./row.ts";

export async function latest(ctx: StoreContext, fingerprint: string): Promise<Task | undefined> {
  const [row] = await query(ctx, {
    partition: `task|${keyPart(ctx, fingerprint)}`,
    newestFirst: true,
    limit: 1,
  });
  return row && fromRow(row);
}

export async function get(ctx: StoreContext, id: string): Promise<Task | undefined> {
  const key = keyOfId(ctx, id);
  const row = key && (await getRow(ctx, key));
  return row && fromRow(row);
}

export async function list(
  ctx: StoreContext,
  { state, target, since, limit, cursor }: TaskQuery,
): Promise<{ tasks: TaskSummary[]; cursor?: string }> {
  const states: State[] = state === "all" ? ["open", "closed"] : [state];
  const page = await listNewest(ctx, {
    index: target === undefined ? "g1" : "g2",
    partitions: states.flatMap((s) =>
      target === undefined
        ? range(ctx.shards).map((shard) => shardPartition(s, shard))
        : [targetPartition(ctx, s, target)],
    ),
    scope: JSON.stringify(["task", state, target]),
    since,
    limit,
    cursor,
  });
  return { tasks: page.rows.map(toSummary), ...(page.cursor === undefined ? {} : { cursor: page.cursor }) };
}
