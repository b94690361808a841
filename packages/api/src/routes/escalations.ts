import { actionSchema, approve, handBack, reject, resolveEscalation, type Answered } from "@gradus/core";
import { Hono } from "hono";
import * as z from "zod";
import type { AppEnv } from "../http/env.ts";
import { jsonBody, paging, queryOf } from "../http/parse.ts";
import type { ApiContext } from "../ports.ts";
import { offersOf } from "./offers.ts";
import { escalationOf, viewOf } from "./shape.ts";

const notes = z.string().trim().max(10_000);
/** A resolution without words teaches nobody anything. */
export const saidSchema = notes.min(1, "say what was done");

export const resolveSchema = z.strictObject({
  notes: saidSchema,
  action: z.strictObject(actionSchema.shape).optional(),
});
export const answerSchema = z.strictObject({ notes: notes.default("") });

export const escalationQuerySchema = z.strictObject({
  status: z.enum(["open", "resolved"]).optional(),
  target: z.string().min(1).max(63).optional(),
  ...paging,
});

/** `first` is false if somebody had answered before: then the escalation says who, and that answer stands. */
const answered = ({ escalation, first }: Answered) => ({ escalation: viewOf(escalation), first });

export const escalations = (api: ApiContext) =>
  new Hono<AppEnv>()
    .get("/", queryOf(escalationQuerySchema), async (c) => {
      const { limit, ...query } = c.req.valid("query");
      const given = Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined));
      const page = await api.core.store.escalations.list({ limit, ...given });
      return c.json({
        escalations: page.escalations.map(viewOf),
        ...(page.cursor === undefined ? {} : { cursor: page.cursor }),
      });
    })
    .get("/:id", async (c) => {
      const escalation = await escalationOf(api.core, c.req.param("id"));
      return c.json({ escalation: viewOf(escalation), ...(await offersOf(api.core, escalation)) });
    })
    .post("/:id/resolve", jsonBody(resolveSchema), async (c) => {
      const { notes, action } = c.req.valid("json");
      const input = { id: c.req.param("id"), by: c.get("actor"), notes };
      return c.json(answered(await resolveEscalation(api.core, { ...input, ...(action ? { action } : {}) })));
    })
    .post("/:id/approve", jsonBody(answerSchema), async (c) =>
      c.json(
        answered(
          await approve(api.core, { id: c.req.param("id"), by: c.get("actor"), ...c.req.valid("json") }),
        ),
      ),
    )
    .post("/:id/reject", jsonBody(answerSchema), async (c) =>
      c.json(
        answered(
          await reject(api.core, { id: c.req.param("id"), by: c.get("actor"), ...c.req.valid("json") }),
        ),
      ),
    )
    .post("/:id/hand-back", jsonBody(answerSchema), async (c) =>
      c.json(
        answered(
          await handBack(api.core, { id: c.req.param("id"), by: c.get("actor"), ...c.req.valid("json") }),
        ),
      ),
    );
