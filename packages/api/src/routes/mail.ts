import { GradusError } from "@gradus/core";
import { Hono } from "hono";
import * as z from "zod";
import { cursorAt, positionIn } from "../http/cursor.ts";
import type { AppEnv } from "../http/env.ts";
import { refusal } from "../http/errors.ts";
import { jsonBody, paging, queryOf } from "../http/parse.ts";
import { partsOf } from "../mail/parts.ts";
import { sendTest } from "../mail/send-test.ts";
import type { ApiContext } from "../ports.ts";
import { switchMail } from "../switches/mail.ts";

export const mailQuerySchema = z.strictObject(paging);
export const mailTestBodySchema = z.strictObject({});
export const mailRejoinSchema = z.strictObject({ recipient: z.string().trim().min(1).max(320) });

async function readMail(api: ApiContext, id: string): Promise<string> {
  // The id becomes a file name in the outbox: nothing else than these characters gets that far.
  const raw = /^[\w-]{1,200}$/.test(id) ? await api.outbox?.read(id) : undefined;
  if (raw === undefined) throw new GradusError("not_found", `There is no message ${id}.`);
  return raw;
}

/** Ids are in order of time, so a page goes on before the last one of the page before, whatever has come since. */
async function page(api: ApiContext, { limit, cursor }: z.output<typeof mailQuerySchema>) {
  const { crypto } = api.core;
  const found = (await api.outbox?.list(limit + 1, positionIn(crypto, "mail", cursor))) ?? [];
  const mail = found.slice(0, limit);
  const last = mail.at(-1);
  return { mail, ...(last && found.length > limit ? { cursor: cursorAt(crypto, "mail", last.id) } : {}) };
}

export const mail = (api: ApiContext) =>
  new Hono<AppEnv>()
    .get("/", queryOf(mailQuerySchema), async (c) => c.json(await page(api, c.req.valid("query"))))
    .get("/:id", async (c) => c.text(await readMail(api, c.req.param("id"))))
    .get("/:id/parts", async (c) => {
      const id = c.req.param("id");
      return c.json(partsOf(id, await readMail(api, id), api.baseUrl));
    })
    .post("/rejoin", jsonBody(mailRejoinSchema), async (c) =>
      c.json(await switchMail(api.core, { ...c.req.valid("json"), wanted: true, by: c.get("actor") })),
    )
    .post("/test", jsonBody(mailTestBodySchema), async (c) => {
      const done = await sendTest(api, c.get("actor"));
      if ("to" in done) return c.json(done);
      c.header("retry-after", `${done.waitSeconds}`);
      throw refusal(
        429,
        "limit",
        `A test message was sent less than a minute ago: ask again in ${done.waitSeconds} s.`,
      );
    });
