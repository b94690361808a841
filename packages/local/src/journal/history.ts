import { GradusError } from "@gradus/core";
import type { StoreContext } from "@gradus/store/rows";
import { corrupt, get, getMany } from "@gradus/store/rows";
import type { HistoryEvent } from "../runner/history/event.ts";
import type { HistoryPage, HistoryQuery } from "../runner/journal.ts";
import { historyEvents, historyKey, inlineEvents, movedNames, recordKey, spanOf } from "./row.ts";

const DEFAULT_LIMIT = 1_000;

/** Reads only the history rows that the page touches. A cursor is the id of the last event of the page before. */
export async function history(ctx: StoreContext, id: string, query: HistoryQuery = {}): Promise<HistoryPage> {
  const { limit = DEFAULT_LIMIT, reverse = false } = query;
  const after = query.cursor === undefined ? undefined : positionOf(query.cursor);
  const row = await get(ctx, recordKey(ctx, id));
  if (!row) return { events: [] };

  const isAhead = (event: number): boolean =>
    after === undefined || (reverse ? event < after : event > after);
  const names = movedNames(row)
    .filter((name) => isAhead(reverse ? spanOf(name).first : spanOf(name).last))
    .sort((a, b) => spanOf(a).first - spanOf(b).first);
  const inline = inlineEvents(row).filter((event) => isAhead(event.id));
  const found: HistoryEvent[] = reverse ? inline.sort((a, b) => b.id - a.id) : [];
  for (const name of reverse ? names.reverse() : names) {
    if (found.length > limit) break;
    const [part] = await getMany(ctx, [historyKey(ctx, id, name)]);
    if (!part) throw corrupt(row, `its history row ${name} is missing`);
    const events = historyEvents(part).filter((event) => isAhead(event.id));
    found.push(...events.sort((a, b) => (reverse ? b.id - a.id : a.id - b.id)));
  }
  if (!reverse) found.push(...inline.sort((a, b) => a.id - b.id));

  const events = found.slice(0, limit);
  const last = events.at(-1);
  return found.length > limit && last ? { events, cursor: String(last.id) } : { events };
}

function positionOf(cursor: string): number {
  if (/^\d{1,12}$/.test(cursor)) return Number(cursor);
  throw new GradusError("invalid_input", "The cursor does not belong to this history.");
}
