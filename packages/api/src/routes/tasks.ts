import { Hono } from "hono";
import * as z from "zod";
import type { AppEnv } from "../http/env.ts";
import { paging, queryOf } from "../http/parse.ts";
import type { ApiContext } from "../ports.ts";
import { escalationOfTask, taskOf, viewOf, withoutTokens } from "./shape.ts";

export const taskQuerySchema = z.strictObject({
  state: z.enum(["open", "closed", "all"]).default("all"),
  target: z.string().min(1).max(63).optional(),
  ...paging,
});

export const tasks = (api: ApiContext) =>
  new Hono<AppEnv>()
    .get("/", queryOf(taskQuerySchema), async (c) => {
      const { target, cursor, ...query } = c.req.valid("query");
      return c.json(
        await api.core.store.tasks.list({
          ...query,
          ...(target === undefined ? {} : { target }),
          ...(cursor === undefined ? {} : { cursor }),
        }),
      );
    })
    .get("/:id", async (c) => {
      const task = await taskOf(api.core, c.req.param("id"));
      const [evidence, execution, escalation] = await Promise.all([
        api.core.store.tasks.evidence(task.id),
        api.execution(task.id),
        escalationOfTask(api.core, task),
      ]);
      return c.json({
        task,
        evidence,
        ...(execution ? { execution: { status: execution.status, states: execution.states } } : {}),
        ...(escalation ? { escalation: viewOf(escalation) } : {}),
      });
    })
    .get("/:id/history", async (c) => {
      const task = await taskOf(api.core, c.req.param("id"));
      const execution = await api.execution(task.id);
      return c.json({ task: task.id, events: withoutTokens(execution?.history ?? []) });
    });
