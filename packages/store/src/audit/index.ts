import type { AuditEntry, AuditEvent, AuditStore } from "@gradus/core";
import { appendAudit, auditEventSchema, isConflict } from "@gradus/core";
import * as z from "zod";
import type { Row, StoreContext } from "../context.ts";
import { keyPart } from "../context.ts";
import { checkInput, decode, encode, parseStored } from "../document.ts";
import { isNew, put, query } from "../operations.ts";
import { generationKey } from "../table.ts";

const eventsSchema = z.array(auditEventSchema);
const TRIES = 50;
/** So many of the newest rows are looked through for an entry that was delivered before; far more than come in between. */
const LOOKED_BACK = 50;

const partition = (ctx: StoreContext, chain: string): string => `audit|${keyPart(ctx, chain)}`;
const eventsOf = (row: Row): AuditEvent[] => parseStored(eventsSchema, decode(row), row);

/** What is appended together is one row, under the number of its first event: all of it is there or nothing. */
export const auditStore = (ctx: StoreContext): AuditStore => ({
  async append(chain, entries) {
    const rows = entries.some(keyOf) ? LOOKED_BACK : 1;
    for (let tries = 1; ; tries++) {
      const newest = await newestEvents(ctx, chain, rows);
      const there = new Set(newest.map(keyOf));
      const missing = entries.filter((entry) => keyOf(entry) === undefined || !there.has(keyOf(entry)));
      if (missing.length === 0) return [];
      const last = newest.at(-1);
      const linked = appendAudit(ctx.crypto, last ? [last] : [], chain, missing).slice(last ? 1 : 0);
      const events = checkInput(eventsSchema, linked, `audit chain ${chain}`);
      const sk = generationKey((last?.seq ?? 0) + 1);
      try {
        await put(ctx, { pk: partition(ctx, chain), sk, ...encode(events, `audit chain ${chain}`) }, isNew);
        return events;
      } catch (error) {
        if (!isConflict(error) || tries >= TRIES) throw error;
      }
    }
  },

  async read(chain) {
    return (await query(ctx, { partition: partition(ctx, chain) })).flatMap(eventsOf);
  },
});

/** Oldest first. */
async function newestEvents(ctx: StoreContext, chain: string, limit: number): Promise<AuditEvent[]> {
  const rows = await query(ctx, { partition: partition(ctx, chain), newestFirst: true, limit });
  return rows.reverse().flatMap(eventsOf);
}

const keyOf = ({ type, data }: AuditEntry): string | undefined =>
  typeof data["key"] === "string" ? `${type} ${data["key"]}` : undefined;
