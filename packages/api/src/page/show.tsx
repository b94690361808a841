import { type TaskSummary, verifyAudit } from "@gradus/core";
import { Hono } from "hono";
import * as z from "zod";
import type { AppEnv } from "../http/env.ts";
import { queryOf } from "../http/parse.ts";
import { chainOf, SYSTEM } from "../routes/audit.ts";
import { readMail } from "../routes/mail.ts";
import { escalationOf, escalationOfTask, taskOf } from "../routes/shape.ts";
import { statsOf } from "../routes/stats.ts";
import { allPatterns } from "../switches/patterns.ts";
import { AuditPage } from "./audit.tsx";
import { choicesOf } from "./choices.ts";
import { readEml } from "./eml.ts";
import { EscalationPage, EscalationsPage } from "./escalations.tsx";
import { MailPage, MessagePage } from "./mail.tsx";
import { OverviewPage } from "./overview.tsx";
import { PatternsPage } from "./patterns.tsx";
import { SCRIPT } from "./script.ts";
import { show, type Site } from "./site.ts";
import { STYLE } from "./style.ts";
import { TaskPage, TasksPage } from "./task.tsx";
import { timelineOf } from "./timeline.ts";

const ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path d="M1 15h4v-4h4V7h4V1h2v14z" fill="#2558a8"/></svg>';
const LAST_FIXES = 8;
const noted = queryOf(z.strictObject({ note: z.string().max(64).optional() }));

const isFix = (t: TaskSummary): boolean => t.status === "fixed" || t.status === "resolved";

/** The pages: all of them GET, none of them changes anything. */
export function pages(site: Site) {
  const { api } = site;
  const { store, clock } = api.core;
  return new Hono<AppEnv>()
    .get("/style.css", (c) => c.body(STYLE, 200, { "content-type": "text/css; charset=utf-8" }))
    .get("/live.js", (c) => c.body(SCRIPT, 200, { "content-type": "text/javascript; charset=utf-8" }))
    .get("/icon.svg", (c) => c.body(ICON, 200, { "content-type": "image/svg+xml" }))
    .get("/", noted, async (c) => {
      const [health, settings, targets, open, closed, waiting, stats] = await Promise.all([
        api.health(),
        store.settings.read(),
        api.targets(),
        store.tasks.list({ state: "open", limit: 50 }),
        store.tasks.list({ state: "closed", limit: 50 }),
        store.escalations.list({ status: "open", limit: 20 }),
        statsOf(api),
      ]);
      const fixes = closed.tasks.filter(isFix).slice(0, LAST_FIXES);
      const note = site.noteOf(c.req.valid("query").note);
      const of = {
        health,
        settings,
        targets,
        open: open.tasks,
        fixes,
        waiting: waiting.escalations,
        stats,
        note,
      };
      return show(c, <OverviewPage site={site} of={of} />);
    })
    .get(
      "/tasks",
      queryOf(
        z.strictObject({
          state: z.enum(["open", "closed", "all"]).default("all"),
          target: z.string().max(63).default(""),
          cursor: z.string().min(1).max(3_000).optional(),
        }),
      ),
      async (c) => {
        const { state, cursor, ...query } = c.req.valid("query");
        const target = query.target === "" ? undefined : query.target;
        const page = await store.tasks.list({
          state,
          limit: 50,
          ...(target === undefined ? {} : { target }),
          ...(cursor === undefined ? {} : { cursor }),
        });
        const targets = api.core.targets.all().map((t) => t.id);
        return show(
          c,
          <TasksPage
            site={site}
            tasks={page.tasks}
            query={{ state, target }}
            cursor={page.cursor}
            targets={targets}
            now={clock.now()}
          />,
        );
      },
    )
    .get("/tasks/:id", async (c) => {
      const task = await taskOf(api.core, c.req.param("id"));
      const [evidence, execution, escalation] = await Promise.all([
        store.tasks.evidence(task.id),
        api.execution(task.id),
        escalationOfTask(api.core, task),
      ]);
      return show(
        c,
        <TaskPage
          site={site}
          task={task}
          moments={timelineOf(task, evidence, escalation)}
          execution={execution}
          escalation={escalation}
          verified={verifyAudit(api.core.crypto, task.audit, { chain: task.id })}
          now={clock.now()}
        />,
      );
    })
    .get("/escalations", async (c) => {
      const [open, resolved] = await Promise.all([
        store.escalations.list({ status: "open", limit: 100 }),
        store.escalations.list({ status: "resolved", limit: 20 }),
      ]);
      return show(
        c,
        <EscalationsPage
          site={site}
          open={open.escalations}
          resolved={resolved.escalations}
          now={clock.now()}
        />,
      );
    })
    .get("/escalations/:id", noted, async (c) => {
      const e = await escalationOf(api.core, c.req.param("id"));
      const choices = e.status === "open" && e.kind === "help" ? await choicesOf(api.core, e) : [];
      const card = api.core.hands.cards().find((one) => one.id === e.action?.runbook);
      const note = site.noteOf(c.req.valid("query").note);
      return show(c, <EscalationPage site={site} e={e} choices={choices} card={card} note={note} />);
    })
    .get("/patterns", noted, async (c) => {
      const patterns = await allPatterns(api.core);
      const note = site.noteOf(c.req.valid("query").note);
      return show(c, <PatternsPage site={site} patterns={patterns} now={clock.now()} note={note} />);
    })
    .get("/mail", async (c) =>
      show(c, <MailPage site={site} mail={await api.outbox?.list(100)} now={clock.now()} />),
    )
    .get("/mail/:id", async (c) => {
      const id = c.req.param("id");
      return show(c, <MessagePage site={site} id={id} mail={readEml(await readMail(api, id))} />);
    })
    .get(
      "/audit",
      queryOf(z.strictObject({ chain: z.string().min(1).max(200).default(SYSTEM) })),
      async (c) =>
        show(c, <AuditPage site={site} {...await chainOf(api.core, c.req.valid("query").chain)} />),
    );
}
