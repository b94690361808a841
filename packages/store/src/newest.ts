import type { Row, StoreContext } from "./context.ts";
import { pageSize, readCursor, writeCursor } from "./cursor.ts";
import { query } from "./operations.ts";
import { INDEX_1, INDEX_2, timeKey } from "./table.ts";

const indexes = { g1: { name: INDEX_1, hash: "g1" }, g2: { name: INDEX_2, hash: "g2" } } as const;

/** Rows that a call looks at when it filters: what is rare is looked for page by page, not in one endless request. */
const MOST_LOOKED_AT = 2_000;
/** Rows that one round of queries reads at most, over all partitions, unless a page is larger. */
const MOST_A_ROUND = 500;

interface Source {
  partition: string;
  rows: Row[];
  /** Upper bound of what is still to be read. */
  to: string;
  /** So many are read next; twice as many each time, because who asks again filters much away. */
  share: number;
  done: boolean;
}

/**
 * One list over several index partitions, newest first: a merge that reads a little more than its share of each.
 * A cursor is the sort key of the last row that was looked at, which is a position in every partition. `keep` leaves rows out:
 * then a page ends after 2,000 rows, full or not, and the next one goes on from exactly there.
 */
export async function listNewest(
  ctx: StoreContext,
  want: {
    index: "g1" | "g2";
    partitions: readonly string[];
    scope: string;
    since?: number | undefined;
    until?: number | undefined;
    limit?: number | undefined;
    cursor?: string | undefined;
    keep?: (row: Row) => boolean;
  },
): Promise<{ rows: Row[]; cursor?: string }> {
  const limit = pageSize(want.limit);
  const after = readCursor(ctx, want.scope, want.cursor);
  const from = want.since === undefined ? " " : timeKey(want.since);
  const to = after ?? (want.until === undefined ? "\uffff" : timeKey(want.until + 1));
  if (to <= from) return { rows: [] };
  const share = Math.ceil((limit + 1) / want.partitions.length) + 2;
  const mostShare = Math.max(share, Math.ceil(MOST_A_ROUND / want.partitions.length));
  const sources = want.partitions.map((partition): Source => ({
    partition,
    rows: [],
    to,
    share,
    done: false,
  }));
  const fill = async (source: Source): Promise<void> => {
    const rows = await query(ctx, {
      index: indexes[want.index],
      partition: source.partition,
      from,
      to: source.to,
      newestFirst: true,
      limit: source.share + 1,
    });
    source.done = rows.length <= source.share;
    source.share = Math.min(mostShare, source.share * 2);
    const seen = source.to;
    source.rows = rows.filter((row) => positionOf(row) !== seen);
    source.to = positionOf(source.rows.at(-1)) || source.to;
  };

  const kept: Row[] = [];
  const upTo = (position: string) => ({ rows: kept, cursor: writeCursor(ctx, want.scope, position) });
  let looked = 0;
  let [before, at] = ["", ""];
  for (;;) {
    await Promise.all(sources.filter((s) => s.rows.length === 0 && !s.done).map(fill));
    const next = sources.reduce((a, b) => (positionOf(b.rows[0]) > positionOf(a.rows[0]) ? b : a));
    const row = next.rows.shift();
    if (!row) return { rows: kept };
    const position = positionOf(row);
    if (position !== at) {
      if (want.keep && looked === MOST_LOOKED_AT) return upTo(at);
      looked++;
      [before, at] = [at, position];
    }
    // An index lags: a row that has just changed its partition can be in both.
    if (position === positionOf(kept.at(-1))) continue;
    if (want.keep && !want.keep(row)) continue;
    if (kept.length === limit) return upTo(before);
    kept.push(row);
  }
}

const positionOf = (row: Row | undefined): string => (row ? String(row["gs"]) : "");
