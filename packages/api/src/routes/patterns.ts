import { exportPatterns } from "@gradus/core";
import { Hono } from "hono";
import * as z from "zod";
import type { AppEnv } from "../http/env.ts";
import { jsonBody, paging, queryOf } from "../http/parse.ts";
import type { ApiContext } from "../ports.ts";
import { allPatterns, judgePattern, somePatterns, takePatterns } from "../switches/patterns.ts";

/** Most installations have fewer: then one page is all. */
export const patternQuerySchema = z.strictObject({
  limit: z.coerce.number().int().min(1).max(5_000).default(2_000),
  cursor: paging.cursor,
});
export const patternIdSchema = z.strictObject({ id: z.string().min(1).max(2_000) });

export const patterns = (api: ApiContext) =>
  new Hono<AppEnv>()
    .get("/", queryOf(patternQuerySchema), async (c) =>
      c.json(await somePatterns(api.core, c.req.valid("query"))),
    )
    .get("/export", async (c) => {
      c.header("content-type", "application/json; charset=utf-8");
      c.header("content-disposition", 'attachment; filename="gradus-patterns.json"');
      return c.body(exportPatterns(await allPatterns(api.core), api.core.clock.now()));
    })
    .post("/import", async (c) =>
      c.json(await takePatterns(api.core, { text: await c.req.text(), by: c.get("actor") })),
    )
    .post("/retire", jsonBody(patternIdSchema), async (c) =>
      c.json(await judgePattern(api.core, { ...c.req.valid("json"), verb: "retire", by: c.get("actor") })),
    )
    .post("/promote", jsonBody(patternIdSchema), async (c) =>
      c.json(await judgePattern(api.core, { ...c.req.valid("json"), verb: "promote", by: c.get("actor") })),
    );
