import { isConflict } from "@gradus/core";
import type { Row, StoreContext } from "@gradus/store/rows";
import { get, isNew, put, ttlAfter, update } from "@gradus/store/rows";
import type { HistoryEvent } from "../runner/history/event.ts";
import type { ExecutionRecord } from "../runner/journal.ts";
import { historyKey, INLINE_EVENT_BYTES, listed, movedNames, recordKey, snapshot } from "./row.ts";
import type { Plan } from "./spill.ts";
import { move, plan } from "./spill.ts";

/** Bytes of events that the row of each running execution holds, as far as this process knows. */
export type Sizes = Map<string, number>;

/** As long as AWS keeps executions. */
const KEEP_DAYS = 90;

/** One write. */
export async function start(
  ctx: StoreContext,
  sizes: Sizes,
  record: ExecutionRecord,
  events: readonly HistoryEvent[],
): Promise<"started" | "exists"> {
  const text = JSON.stringify(events);
  const size = Buffer.byteLength(text);
  const large = size > INLINE_EVENT_BYTES;
  const row: Row = {
    ...recordKey(ctx, record.id),
    ...listed(ctx, record),
    ...snapshot(record),
    v: record.version,
    events: large ? [] : [text],
    moved: large ? await move(ctx, record.id, events) : [],
  };
  try {
    await put(ctx, row, isNew);
  } catch (error) {
    if (isConflict(error)) return "exists";
    throw error;
  }
  sizes.set(record.id, large ? 0 : size);
  return "started";
}

/** One write, of the snapshot with its events; more only when events have to be moved. */
export async function commit(
  ctx: StoreContext,
  sizes: Sizes,
  record: ExecutionRecord,
  events: readonly HistoryEvent[],
): Promise<"committed" | "stale"> {
  const known = sizes.get(record.id);
  sizes.delete(record.id);
  const fields = { ...snapshot(record), v: record.version };
  const planned = await plan(ctx, known, record, events);
  if (planned.kind === "stale" || !(await write(ctx, record, fields, planned))) return "stale";
  if (record.status === "RUNNING") sizes.set(record.id, planned.size);
  else await expireHistory(ctx, record.id, endOf(record));
  return "committed";
}

async function write(
  ctx: StoreContext,
  record: ExecutionRecord,
  fields: Record<string, unknown>,
  planned: Exclude<Plan, { kind: "stale" }>,
): Promise<boolean> {
  const ended = record.status !== "RUNNING";
  const values: Record<string, unknown> = {
    ...fields,
    ...(ended ? { ...listed(ctx, record), ttl: endOf(record) } : {}),
    ...(planned.kind === "replace" ? { events: planned.texts, moved: planned.moved } : {}),
  };
  const sets = Object.keys(values).map((name) => `#${name} = :${name}`);
  if (planned.kind === "append") sets.push("#events = list_append(#events, :more)");
  const unused = "gz" in fields ? "doc" : "gz";
  const names = [...Object.keys(values), "events", unused];
  return update(ctx, recordKey(ctx, record.id), `${sets.join(", ")} REMOVE #${unused}`, {
    expression: "#v = :before",
    names: Object.fromEntries(names.map((name) => [`#${name}`, name])),
    values: {
      ...Object.fromEntries(Object.entries(values).map(([name, value]) => [`:${name}`, value])),
      ...(planned.kind === "append" ? { ":more": [planned.text] } : {}),
      ":before": record.version - 1,
    },
  });
}

const endOf = (record: ExecutionRecord): number => ttlAfter(record.stoppedAt ?? record.startedAt, KEEP_DAYS);

/** The history rows expire with their execution. It has ended by now: what fails here only keeps them for longer. */
async function expireHistory(ctx: StoreContext, id: string, ttl: number): Promise<void> {
  const row = await get(ctx, recordKey(ctx, id)).catch(() => undefined);
  for (const name of row ? movedNames(row) : []) {
    await update(ctx, historyKey(ctx, id, name), "#ttl = :ttl", {
      expression: "attribute_exists(pk)",
      names: { "#ttl": "ttl" },
      values: { ":ttl": ttl },
    }).catch(() => false);
  }
}
