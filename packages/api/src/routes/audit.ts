import { type Context, exportAudit, verifyAudit } from "@gradus/core";
import { Hono } from "hono";
import * as z from "zod";
import type { AppEnv } from "../http/env.ts";
import { auditPage, SYSTEM } from "../audit/page.ts";
import { cursorAt, positionIn } from "../http/cursor.ts";
import { paging, queryOf } from "../http/parse.ts";
import type { ApiContext } from "../ports.ts";
import type { AuditChain } from "../views/audit.ts";
import { taskOf } from "./shape.ts";

export const auditExportSchema = z.strictObject({ chain: z.string().min(1).max(200).default(SYSTEM) });

export const auditQuerySchema = z.strictObject({
  limit: z.coerce.number().int().min(1).max(50).default(25),
  cursor: paging.cursor,
  q: z.string().trim().min(1).max(100).optional(),
});

/** Newest events first by page, oldest first in it: a chain grows at its end only. */
export const auditChainQuerySchema = z.strictObject({
  limit: z.coerce.number().int().min(1).max(1_000).default(1_000),
  cursor: paging.cursor,
});

/** The chain "system", or a task's, with whether its hashes hold. */
export async function chainOf(
  ctx: Pick<Context, "store" | "crypto">,
  chain: string,
): Promise<Pick<AuditChain, "chain" | "events" | "verified">> {
  const events = chain === SYSTEM ? await ctx.store.audit.read(SYSTEM) : (await taskOf(ctx, chain)).audit;
  return { chain, events, verified: verifyAudit(ctx.crypto, events, { chain }) };
}

export const audit = (api: ApiContext) =>
  new Hono<AppEnv>()
    .get("/", queryOf(auditQuerySchema), async (c) => c.json(await auditPage(api.core, c.req.valid("query"))))
    .get("/export", queryOf(auditExportSchema), async (c) => {
      const { events } = await chainOf(api.core, c.req.valid("query").chain);
      c.header("content-type", "application/x-ndjson; charset=utf-8");
      return c.body(exportAudit(events));
    })
    .get("/:chain", queryOf(auditChainQuerySchema), async (c) => {
      const { limit, cursor } = c.req.valid("query");
      const { chain, events, verified } = await chainOf(api.core, c.req.param("chain"));
      const before = positionIn(api.core.crypto, `audit ${chain}`, cursor);
      const left = before === undefined ? events : events.filter(({ seq }) => seq < Number(before));
      const shown = left.slice(-limit);
      const [first] = shown;
      const more = first !== undefined && left.length > shown.length;
      return c.json<AuditChain>({
        chain,
        events: shown,
        total: events.length,
        verified,
        ...(more ? { cursor: cursorAt(api.core.crypto, `audit ${chain}`, String(first.seq)) } : {}),
      });
    });
