import { type Context, exportAudit, verifyAudit } from "@gradus/core";
import { Hono } from "hono";
import * as z from "zod";
import type { AppEnv } from "../http/env.ts";
import { auditPage, SYSTEM } from "../audit/page.ts";
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

/** The chain "system", or a task's, with whether its hashes hold. */
export async function chainOf(ctx: Pick<Context, "store" | "crypto">, chain: string): Promise<AuditChain> {
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
    .get("/:chain", async (c) => c.json(await chainOf(api.core, c.req.param("chain"))));
