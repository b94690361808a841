import { isWaiting } from "@gradus/core";
import { Hono } from "hono";
import * as z from "zod";
import { pageOf } from "../http/cursor.ts";
import type { AppEnv } from "../http/env.ts";
import { paging, queryOf } from "../http/parse.ts";
import type { ApiContext } from "../ports.ts";
import { positionOf, waitingOf } from "../stats/waiting.ts";
import type { Waiting } from "../views/task.ts";

export const waitingQuerySchema = z.strictObject(paging);

/** What people are asked about: complete, however much else is open. */
export const waiting = (api: ApiContext) =>
  new Hono<AppEnv>().get("/", queryOf(waitingQuerySchema), async (c) => {
    const { store, crypto } = api.core;
    const { entries, more } = await waitingOf(api.core);
    const asked = { list: "waiting", all: entries, positionOf, ...c.req.valid("query") };
    const { page, cursor } = pageOf(crypto, asked);
    const tasks = await store.tasks.summaries(page.map(({ task }) => task));
    return c.json<Waiting>({
      // One that was answered a moment ago waits no more, whatever the index says.
      tasks: tasks.filter(isWaiting),
      total: entries.length,
      ...(more ? { more } : {}),
      ...(cursor === undefined ? {} : { cursor }),
    });
  });
