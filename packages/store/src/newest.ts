import type { Row, StoreContext } from "./context.ts";
import { pageSize, readCursor, writeCursor } from "./cursor.ts";
import { query } from "./operations.ts";
import { INDEX_1, INDEX_2, timeKey } from "./table.ts";

const indexes = { g1: { name: INDEX_1, hash: "g1" }, g2: { name: INDEX_2, hash: "g2" } } as const;

interface Source {
  partition: string;
  rows: Row[];
  /** Upper bound of what is still to be read. */
  to: string;
  done: boolean;
}

/**
 * One list over several index partitions, newest first: a merge that reads a little more than its share of each.
 * A cursor is the sort key of the last row, which is a position in every partition.
 */
export async function listNewest(
  ctx: StoreContext,
  want: {
    index: "g1" | "g2";
    partitions: readonly string[];
    scope: string;
    since?: number | undefined;
    limit?: number | undefined;
    cursor?: string | undefined;
  },
): Promise<{ rows: Row[]; cursor?: string }> {
  const limit = pageSize(want.limit);
  const after = readCursor(ctx, want.scope, want.cursor);
  const from = want.since === undefined ? " " : timeKey(want.since);
  if (after !== undefined && after <= from) return { rows: [] };
  const share = Math.ceil((limit + 1) / want.partitions.length) + 2;
  const sources = want.partitions.map((partition): Source => ({
    partition,
    rows: [],
    to: after ?? "\uffff",
    done: false,
  }));
  const fill = async (source: Source): Promise<void> => {
    const rows = await query(ctx, {
      index: indexes[want.index],
      partition: source.partition,
      from,
      to: source.to,
      newestFirst: true,
      limit: share + 1,
    });
    source.done = rows.length <= share;
    const seen = source.to;
    source.rows = rows.filter((row) => positionOf(row) !== seen);
    source.to = positionOf(source.rows.at(-1)) || source.to;
  };

  const merged: Row[] = [];
  while (merged.length <= limit) {
    await Promise.all(sources.filter((s) => s.rows.length === 0 && !s.done).map(fill));
    const next = sources.reduce((a, b) => (positionOf(b.rows[0]) > positionOf(a.rows[0]) ? b : a));
    const row = next.rows.shift();
    if (!row) break;
    // An index lags: a row that has just changed its partition can be in both.
    if (positionOf(row) !== positionOf(merged.at(-1))) merged.push(row);
  }
  if (merged.length <= limit) return { rows: merged };
  const rows = merged.slice(0, limit);
  return { rows, cursor: writeCursor(ctx, want.scope, positionOf(rows.at(-1))) };
}

const positionOf = (row: Row | undefined): string => (row ? String(row["gs"]) : "");
