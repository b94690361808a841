import type { Row, StoreContext } from "@gradus/store/rows";
import { get, put } from "@gradus/store/rows";
import type { HistoryEvent } from "../runner/history/event.ts";
import type { ExecutionRecord } from "../runner/journal.ts";
import {
  historyKey,
  historyName,
  INLINE_EVENT_BYTES,
  inlineEvents,
  inlineTexts,
  movedNames,
  pack,
  recordKey,
} from "./row.ts";

/** How the events of one commit get into the row. */
export type Plan =
  | { kind: "append"; text: string; size: number }
  | { kind: "replace"; texts: string[]; moved: string[]; size: number }
  | { kind: "stale" };

/** `known`: bytes of events that the row holds, if this process knows. Otherwise, and when they get too many, the row is read first. */
export async function plan(
  ctx: StoreContext,
  known: number | undefined,
  record: ExecutionRecord,
  events: readonly HistoryEvent[],
): Promise<Plan> {
  const text = JSON.stringify(events);
  const bytes = Buffer.byteLength(text);
  if (known !== undefined && known + bytes <= INLINE_EVENT_BYTES) {
    return { kind: "append", text, size: known + bytes };
  }
  const row = await get(ctx, recordKey(ctx, record.id));
  if (!row || row["v"] !== record.version - 1) return { kind: "stale" };
  const size = inlineTexts(row).reduce((sum, one) => sum + Buffer.byteLength(one), 0) + bytes;
  if (size <= INLINE_EVENT_BYTES) return { kind: "append", text, size };
  const large = bytes > INLINE_EVENT_BYTES;
  const moved = await move(ctx, record.id, [...inlineEvents(row), ...(large ? events : [])]);
  return {
    kind: "replace",
    texts: large ? [] : [text],
    moved: [...movedNames(row), ...moved],
    size: large ? 0 : bytes,
  };
}

const ROW_BYTES = 250 * 1024;

/** Writes events to history rows of their own. Returns the names of these rows. */
export async function move(
  ctx: StoreContext,
  id: string,
  events: readonly HistoryEvent[],
): Promise<string[]> {
  const rows: Row[] = groups(events).map((group) => {
    const name = historyName(group[0]?.id ?? 0, group.at(-1)?.id ?? 0, ctx.crypto.randomId());
    return { ...historyKey(ctx, id, name), ...pack(group) };
  });
  for (const row of rows) await put(ctx, row);
  return rows.map((row) => row.sk);
}

function groups(events: readonly HistoryEvent[]): HistoryEvent[][] {
  const all: HistoryEvent[][] = [];
  let room = 0;
  for (const event of events) {
    const bytes = Buffer.byteLength(JSON.stringify(event)) + 1;
    if (bytes > room) {
      all.push([]);
      room = ROW_BYTES;
    }
    all.at(-1)?.push(event);
    room -= bytes;
  }
  return all;
}
