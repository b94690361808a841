import type { Escalation, EscalationStore } from "@gradus/core";
import { escalationSchema, isConflict } from "@gradus/core";
import type { Key, Row, StoreContext } from "../context.ts";
import { keyPart, range, shardOf } from "../context.ts";
import { checkInput, corrupt, decode, encode, parseStored } from "../document.ts";
import { listNewest } from "../newest.ts";
import { get, getMany, isNew, put } from "../operations.ts";
import { timeKey } from "../table.ts";

type Status = Escalation["status"];

const keyOf = (ctx: StoreContext, id: string): Key => ({
  pk: `escalation|${keyPart(ctx, id)}`,
  sk: "escalation",
});
const shardPartition = (status: Status, shard: number): string => `escalation|${status}|${shard}`;
const targetPartition = (ctx: StoreContext, status: Status, target: string): string =>
  `escalation|${status}|target|${keyPart(ctx, target)}`;

const fromRow = (row: Row): Escalation => parseStored(escalationSchema, decode(row), row);

function toRow(ctx: StoreContext, escalation: Escalation): Row {
  const { id, status, target, openedAt, version } = escalation;
  return {
    ...keyOf(ctx, id),
    g1: shardPartition(status, shardOf(ctx, id, ctx.shards)),
    g2: targetPartition(ctx, status, target),
    gs: `${timeKey(openedAt)}|${keyPart(ctx, id)}`,
    v: version,
    ...encode(checkInput(escalationSchema, escalation, `escalation ${id}`), `escalation ${id}`),
  };
}

export const escalationStore = (ctx: StoreContext): EscalationStore => ({
  async get(id) {
    const row = await get(ctx, keyOf(ctx, id));
    return row && fromRow(row);
  },

  async open(escalation) {
    const first = { ...escalation, version: 1 };
    try {
      await put(ctx, toRow(ctx, first), isNew);
      return { opened: true, escalation: first };
    } catch (error) {
      const row = isConflict(error) ? await get(ctx, keyOf(ctx, escalation.id)) : undefined;
      if (!row) throw error;
      return { opened: false, escalation: fromRow(row) };
    }
  },

  async save(escalation) {
    const next = { ...escalation, version: escalation.version + 1 };
    await put(ctx, toRow(ctx, next), { expression: "v = :v", values: { ":v": escalation.version } });
    return next;
  },

  async list({ status, target, limit, cursor }) {
    const statuses: Status[] = status ? [status] : ["open", "resolved"];
    const page = await listNewest(ctx, {
      index: target === undefined ? "g1" : "g2",
      partitions: statuses.flatMap((s) =>
        target === undefined
          ? range(ctx.shards).map((shard) => shardPartition(s, shard))
          : [targetPartition(ctx, s, target)],
      ),
      scope: JSON.stringify(["escalation", status, target]),
      limit,
      cursor,
    });
    // The index gives the order; the rows themselves are read as they are now, because an index lags.
    const rows = new Map((await getMany(ctx, page.rows)).map((row) => [row.pk, row]));
    const escalations = page.rows
      .map((entry) => fromRow(rows.get(entry.pk) ?? missing(entry)))
      .filter((e) => status === undefined || e.status === status);
    return { escalations, ...(page.cursor === undefined ? {} : { cursor: page.cursor }) };
  },
});

function missing(entry: Row): never {
  throw corrupt(entry, "it is in the index but not in the table");
}
