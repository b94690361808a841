import { autonomyLevelSchema, riskSchema } from "@gradus/core";
import { Hono } from "hono";
import * as z from "zod";
import { pageOf } from "../http/cursor.ts";
import type { AppEnv } from "../http/env.ts";
import { jsonBody, paging, queryOf } from "../http/parse.ts";
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

/** Most fleets are smaller: then one page is all. */
export const targetQuerySchema = z.strictObject({
  limit: z.coerce.number().int().min(1).max(5_000).default(5_000),
  cursor: paging.cursor,
});

/** What is watched, and what it allows. */
export const targets = (api: ApiContext) =>
  new Hono<AppEnv>()
    .get("/", queryOf(targetQuerySchema), async (c) => {
      const asked = { list: "targets", all: await api.targets(), ...c.req.valid("query") };
      const { page, cursor } = pageOf(api.core.crypto, { ...asked, positionOf: ({ id }) => id });
      return c.json({ targets: page, ...(cursor === undefined ? {} : { cursor }) });
    })
    .get("/:id", async (c) => c.json(await detailOf(api, c.req.param("id"))))
    .post("/:id/autonomy", jsonBody(autonomyBodySchema), async (c) =>
      c.json(
        await allow(api.core, { ...c.req.valid("json"), target: c.req.param("id"), by: c.get("actor") }),
      ),
    );
