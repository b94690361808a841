import {
  endingSchema,
  peopleSchema,
  phaseNumberSchema,
  severitySchema,
  sourceSchema,
  taskStatusSchema,
} from "@gradus/core";
import { Hono } from "hono";
import * as z from "zod";
import type { AppEnv } from "../http/env.ts";
import { paging, queryOf, someOf } from "../http/parse.ts";
import type { ApiContext, ExecutionView } from "../ports.ts";
import { escalationOfTask, taskOf, viewOf, withoutTokens } from "./shape.ts";

/** Epoch ms. */
const time = z.coerce.number().int().min(1).max(8.64e15);

/** Each filter narrows the list; of the values of one, any fits. */
export const taskQuerySchema = z.strictObject({
  state: z.enum(["open", "closed", "all"]).default("all"),
  target: z.string().min(1).max(63).optional(),
  severity: someOf(severitySchema.options).optional(),
  phase: someOf(["1", "2", "3", "4"])
    .transform((phases) => phases.map(Number))
    .pipe(z.array(phaseNumberSchema))
    .optional(),
  status: someOf(taskStatusSchema.options).optional(),
  source: someOf(sourceSchema.options).optional(),
  people: someOf(peopleSchema.options).optional(),
  ending: someOf(endingSchema.options).optional(),
  assignee: z.string().min(1).max(200).optional(),
  /** Text in title, target or symptom. */
  q: z.string().trim().min(1).max(100).optional(),
  /** Opened at or after, and at or before. */
  since: time.optional(),
  until: time.optional(),
  ...paging,
});

export const tasks = (api: ApiContext) =>
  new Hono<AppEnv>()
    .get("/", queryOf(taskQuerySchema), async (c) =>
      c.json(await api.core.store.tasks.list(c.req.valid("query"))),
    )
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
        ...(execution ? { execution: standingOf(execution) } : {}),
        ...(escalation ? { escalation: viewOf(escalation) } : {}),
      });
    })
    .get("/:id/history", async (c) => {
      const task = await taskOf(api.core, c.req.param("id"));
      const execution = await api.execution(task.id);
      return c.json({ task: task.id, events: withoutTokens(execution?.history ?? []) });
    });

const standingOf = ({ name, status, states }: ExecutionView) => ({ name, status, states });
