import type { AuditEvent, AuditStore } from "@gradus/core";
import { appendAudit, auditEventSchema, isConflict } from "@gradus/core";
import * as z from "zod";
import type { Row, StoreContext } from "../context.ts";
import { keyPart } from "../context.ts";
import { checkInput, decode, encode, parseStored } from "../document.ts";
import { isNew, put, query } from "../operations.ts";
import { generationKey } from "../table.ts";

const eventsSchema = z.array(auditEventSchema);
const TRIES = 50;

const partition = (ctx: StoreContext, chain: string): string => `audit|${keyPart(ctx, chain)}`;
const eventsOf = (row: Row): AuditEvent[] => parseStored(eventsSchema, decode(row), row);

/** What is appended together is one row, under the number of its first event: all of it is there or nothing. */
export const auditStore = (ctx: StoreContext): AuditStore => ({
  async append(chain, entries) {
    if (entries.length === 0) return [];
    for (let tries = 1; ; tries++) {
      const last = await lastEvent(ctx, chain);
      const linked = appendAudit(ctx.crypto, last ? [last] : [], chain, entries).slice(last ? 1 : 0);
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

async function lastEvent(ctx: StoreContext, chain: string): Promise<AuditEvent | undefined> {
  const [row] = await query(ctx, { partition: partition(ctx, chain), newestFirst: true, limit: 1 });
  return row && eventsOf(row).at(-1);
}
