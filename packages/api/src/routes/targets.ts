import { autonomyLevelSchema, riskSchema } from "@gradus/core";
import { Hono } from "hono";
import * as z from "zod";
import type { AppEnv } from "../http/env.ts";
import { jsonBody } from "../http/parse.ts";
import type { ApiContext } from "../ports.ts";
import { allow } from "../switches/autonomy.ts";
import { detailOf } from "../targets/detail.ts";
import { reasonSchema } from "./switches.ts";

export const autonomyBodySchema = z.strictObject({
  risk: riskSchema,
  /** null: back to what the entry says. */
  level: autonomyLevelSchema.nullable(),
  reason: reasonSchema,
});

/** What is watched, and what it allows. */
export const targets = (api: ApiContext) =>
  new Hono<AppEnv>()
    .get("/", async (c) => c.json({ targets: await api.targets() }))
    .get("/:id", async (c) => c.json(await detailOf(api, c.req.param("id"))))
    .post("/:id/autonomy", jsonBody(autonomyBodySchema), async (c) =>
      c.json(
        await allow(api.core, { ...c.req.valid("json"), target: c.req.param("id"), by: c.get("actor") }),
      ),
    );
