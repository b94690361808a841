import type { Escalation, EscalationStore, OpenEscalation } from "@gradus/core";
import { escalationSchema, isConflict, isOpenEscalation } from "@gradus/core";
import type { Key, Row, StoreContext } from "../context.ts";
import { keyPart, range, shardOf } from "../context.ts";
import { checkInput, corrupt, decode, encode, parseStored, parseText } from "../document.ts";
import { listNewest } from "../newest.ts";
import { get, getMany, isNew, put, query } from "../operations.ts";
import { INDEX_1, timeKey } from "../table.ts";

type Status = Escalation["status"];

const keyOf = (ctx: StoreContext, id: string): Key => ({
  pk: `escalation|${keyPart(ctx, id)}`,
  sk: "escalation",
});
const shardPartition = (status: Status, shard: number): string => `escalation|${status}|${shard}`;
const targetPartition = (ctx: StoreContext, status: Status, target: string): string =>
  `escalation|${status}|target|${keyPart(ctx, target)}`;

const openSchema = escalationSchema.pick({ id: true, task: true, severity: true, openedAt: true });
const fromRow = (row: Row): Escalation => parseStored(escalationSchema, decode(row), row);

function toRow(ctx: StoreContext, escalation: Escalation): Row {
  const { id, task, status, target, severity, openedAt, version } = escalation;
  return {
    ...keyOf(ctx, id),
    g1: shardPartition(status, shardOf(ctx, id, ctx.shards)),
    g2: targetPartition(ctx, status, target),
    gs: `${timeKey(openedAt)}|${keyPart(ctx, id)}`,
    v: version,
    sum: JSON.stringify({ id, task, severity, openedAt } satisfies OpenEscalation),
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

  async listOpen(most) {
    const partitions = range(ctx.shards).map((shard) => shardPartition("open", shard));
    const found = await Promise.all(
      partitions.map((partition) =>
        query(ctx, { index: { name: INDEX_1, hash: "g1" }, partition, newestFirst: true, limit: most + 1 }),
      ),
    );
    const rows = found.flat().sort((a, b) => (String(a["gs"]) < String(b["gs"]) ? 1 : -1));
    const known = rows.slice(0, most);
    // Rows of before say nothing of themselves in the index: they are read as a whole.
    const silent = known.filter((row) => row["sum"] === undefined);
    const whole = (await getMany(ctx, silent)).map(fromRow).filter(isOpenEscalation);
    const entries = known
      .filter((row) => row["sum"] !== undefined)
      .map((row) => parseStored(openSchema, parseText(row, row["sum"]), row));
    return {
      entries: [
        ...entries,
        ...whole.map(({ id, task, severity, openedAt }) => ({ id, task, severity, openedAt })),
      ],
      more: rows.length > most,
    };
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
