import type { Task, TaskQuery, TaskSummary } from "@gradus/core";
import { isOpen } from "@gradus/core";
import type { StoreContext } from "../context.ts";
import { keyPart, range } from "../context.ts";
import { countEntries } from "../count.ts";
import { listNewest } from "../newest.ts";
import { get as getRow, getMany, query } from "../operations.ts";
import { filterOf } from "./filter.ts";
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
  asked: TaskQuery,
): Promise<{ tasks: TaskSummary[]; cursor?: string }> {
  const { limit, cursor, ...query } = asked;
  const { target, since, until } = query;
  const states = statesOf(query);
  if (states.length === 0) return { tasks: [] };
  const fits = filterOf(query);
  const page = await listNewest(ctx, {
    index: target === undefined ? "g1" : "g2",
    partitions: states.flatMap((s) =>
      target === undefined
        ? range(ctx.shards).map((shard) => shardPartition(s, shard))
        : [targetPartition(ctx, s, target)],
    ),
    scope: scopeOf(query),
    since,
    until,
    limit,
    cursor,
    ...(fits ? { keep: (row) => fits(toSummary(row)) } : {}),
  });
  return { tasks: page.rows.map(toSummary), ...(page.cursor === undefined ? {} : { cursor: page.cursor }) };
}

export const countOpen = (ctx: StoreContext, most: number): Promise<{ count: number; more: boolean }> =>
  countEntries(
    ctx,
    range(ctx.shards).map((shard) => shardPartition("open", shard)),
    most,
  );

export async function summaries(ctx: StoreContext, ids: readonly string[]): Promise<TaskSummary[]> {
  const keys = [...new Set(ids)].flatMap((id) => keyOfId(ctx, id) ?? []);
  const rows = await getMany(ctx, keys, ["pk", "sk", "sum"]);
  const found = new Map(rows.map(toSummary).map((task) => [task.id, task]));
  return ids.flatMap((id) => found.get(id) ?? []);
}

/** The states that have to be read: a status is one of open or of closed tasks, and only what is closed has an ending. */
function statesOf({ state, status, ending }: TaskQuery): State[] {
  const possible = status?.map((s): State => (isOpen({ status: s }) ? "open" : "closed"));
  return (["open", "closed"] as const).filter(
    (s) =>
      (state === "all" || state === s) &&
      (ending === undefined || s === "closed") &&
      (possible === undefined || possible.includes(s)),
  );
}

/** A cursor goes on with the very question that it came from. */
const scopeOf = (query: TaskQuery): string =>
  JSON.stringify([
    "task",
    ...Object.entries(query)
      .filter(([, asked]) => asked !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  ]);
