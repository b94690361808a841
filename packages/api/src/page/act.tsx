import { type Answered, approve, handBack, reject, resolveEscalation } from "@gradus/core";
import { Hono } from "hono";
import * as z from "zod";
import type { AppEnv } from "../http/env.ts";
import { replay } from "../replay/replay.ts";
import { saidSchema } from "../routes/escalations.ts";
import { patternIdSchema } from "../routes/patterns.ts";
import { escalationOf, taskOf } from "../routes/shape.ts";
import { anomalySchema, inject } from "../routes/switches.ts";
import { pause, resume } from "../switches/pause.ts";
import { judgePattern } from "../switches/patterns.ts";
import { chosen } from "./choices.ts";
import { answerWords } from "./escalations.tsx";
import { backTo, ownForm, show, type Site } from "./site.ts";
import { ReplayPage } from "./task.tsx";

const notes = z.strictObject({ notes: z.string().trim().max(10_000).default("") });
const oneTarget = z.strictObject({ target: z.string().min(1).max(63).optional() });

/** What the forms of the pages do. Each is guarded by where it comes from and by the token of its page. */
export function acts(site: Site) {
  const { api } = site;
  const { core } = api;
  const told = ({ escalation, first }: Answered): string | undefined =>
    first ? undefined : `Somebody was first, and that answer stands. ${answerWords(escalation)}`;
  return new Hono<AppEnv>()
    .post("/pause", ownForm(site, oneTarget), async (c) => {
      await pause(core, { ...c.req.valid("form"), by: c.get("actor"), reason: "paused on the page" });
      return backTo(c, site, "/");
    })
    .post("/resume", ownForm(site, oneTarget), async (c) => {
      await resume(core, { ...c.req.valid("form"), by: c.get("actor") });
      return backTo(c, site, "/");
    })
    .post("/break", ownForm(site, anomalySchema), async (c) => {
      const { target, type } = c.req.valid("form");
      const { cause } = await inject(api, { target, type });
      return backTo(c, site, "/", `${target} is broken now: ${cause}`);
    })
    .post("/patterns/retire", ownForm(site, patternIdSchema), async (c) => {
      await judgePattern(core, { ...c.req.valid("form"), verb: "retire", by: c.get("actor") });
      return backTo(c, site, "/patterns", "Retired: it is not used any more.");
    })
    .post("/patterns/promote", ownForm(site, patternIdSchema), async (c) => {
      await judgePattern(core, { ...c.req.valid("form"), verb: "promote", by: c.get("actor") });
      return backTo(c, site, "/patterns", "You vouch for it: it is a person's pattern now.");
    })
    .post("/tasks/:id/replay", ownForm(site, z.strictObject({})), async (c) => {
      const task = await taskOf(core, c.req.param("id"));
      return show(c, <ReplayPage site={site} task={task} replay={await replay(core, task.id)} />);
    })
    .post(
      "/escalations/:id/resolve",
      ownForm(site, z.strictObject({ notes: saidSchema, action: z.string().max(5_000).default("") })),
      async (c) => {
        const { notes, action: key } = c.req.valid("form");
        const e = await escalationOf(core, c.req.param("id"));
        const action = await chosen(core, e, key);
        const input = { id: e.id, by: c.get("actor"), notes };
        const answered = await resolveEscalation(core, { ...input, ...(action ? { action } : {}) });
        return backTo(c, site, `/escalations/${e.id}`, told(answered));
      },
    )
    .post("/escalations/:id/approve", ownForm(site, notes), async (c) => {
      const e = await escalationOf(core, c.req.param("id"));
      const answered = await approve(core, { id: e.id, by: c.get("actor"), ...c.req.valid("form") });
      return backTo(c, site, `/escalations/${e.id}`, told(answered));
    })
    .post("/escalations/:id/reject", ownForm(site, notes), async (c) => {
      const e = await escalationOf(core, c.req.param("id"));
      const answered = await reject(core, { id: e.id, by: c.get("actor"), ...c.req.valid("form") });
      return backTo(c, site, `/escalations/${e.id}`, told(answered));
    })
    .post("/escalations/:id/hand-back", ownForm(site, notes), async (c) => {
      const e = await escalationOf(core, c.req.param("id"));
      const answered = await handBack(core, { id: e.id, by: c.get("actor"), ...c.req.valid("form") });
      return backTo(c, site, `/escalations/${e.id}`, told(answered));
    });
}
