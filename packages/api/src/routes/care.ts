import { addNote, checkSnooze, summarize } from "@gradus/core";
import { Hono } from "hono";
import * as z from "zod";
import { act, actSchema } from "../care/act.ts";
import type { AppEnv } from "../http/env.ts";
import { problemOf } from "../http/errors.ts";
import { jsonBody } from "../http/parse.ts";
import type { ApiContext } from "../ports.ts";
import type { CareResult } from "../views/care.ts";
import { saidSchema } from "./escalations.ts";

/** Enough to be quick with many tasks, and little enough to leave the store to others. */
const AT_ONCE = 8;

/** With a `key`, a note that is sent again is written once. */
export const noteSchema = z.strictObject({ notes: saidSchema, key: z.string().min(1).max(100).optional() });

/** What people do with tasks: mounted beside the lists. */
export const care = (api: ApiContext) =>
  new Hono<AppEnv>()
    .post("/act", jsonBody(actSchema), async (c) => {
      const { ids, ...asked } = c.req.valid("json");
      if (asked.until !== undefined) checkSnooze(api.core.clock.now(), asked.until);
      const by = c.get("actor");
      const one = async (id: string): Promise<CareResult["results"][number]> => {
        try {
          const { task, changed } = await act(api.core, { ...asked, id, by });
          return { id, ok: true, changed, task: summarize(task) };
        } catch (error) {
          const { code, message } = problemOf(error, c.get("requestId"), api.core.log).body.error;
          return { id, ok: false, code, message };
        }
      };
      const once = [...new Set(ids)];
      const results: CareResult["results"] = [];
      for (let i = 0; i < once.length; i += AT_ONCE)
        results.push(...(await Promise.all(once.slice(i, i + AT_ONCE).map(one))));
      return c.json<CareResult>({ results });
    })
    .post("/:id/notes", jsonBody(noteSchema), async (c) => {
      const input = { id: c.req.param("id"), by: c.get("actor"), ...c.req.valid("json") };
      const { task, changed } = await addNote(api.core, input);
      return c.json({ task: summarize(task), changed });
    });
