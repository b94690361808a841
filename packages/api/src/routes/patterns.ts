import { exportPatterns } from "@gradus/core";
import { Hono } from "hono";
import * as z from "zod";
import type { AppEnv } from "../http/env.ts";
import { jsonBody } from "../http/parse.ts";
import type { ApiContext } from "../ports.ts";
import { allPatterns, judgePattern, takePatterns } from "../switches/patterns.ts";

export const patternIdSchema = z.strictObject({ id: z.string().min(1).max(2_000) });

export const patterns = (api: ApiContext) =>
  new Hono<AppEnv>()
    .get("/", async (c) => c.json({ patterns: await allPatterns(api.core) }))
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
