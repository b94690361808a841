import { observationSchema, taskSchema, taskSummarySchema } from "@gradus/core";
import * as z from "zod";
import { escalationViewSchema } from "./escalation.ts";

export const taskListSchema = z.object({
  tasks: z.array(taskSummarySchema),
  cursor: z.exactOptional(z.string()),
});

export const waitingSchema = z.object({
  /** Worst first, then who waits longest. */
  tasks: z.array(taskSummarySchema),
  /** On all pages. */
  total: z.number(),
  /** More than 10,000 wait: the oldest are left out. */
  more: z.exactOptional(z.boolean()),
  cursor: z.exactOptional(z.string()),
});
export type Waiting = z.infer<typeof waitingSchema>;

export const taskDetailSchema = z.object({
  task: taskSchema,
  evidence: z.array(observationSchema),
  /** Where its workflow stands: state names under way, e.g. ["Settle"]. */
  execution: z.exactOptional(z.object({ name: z.string(), status: z.string(), states: z.array(z.string()) })),
  escalation: z.exactOptional(escalationViewSchema),
});
export type TaskDetail = z.infer<typeof taskDetailSchema>;

export const taskHistorySchema = z.object({
  task: z.string(),
  /** In the shape of GetExecutionHistory: `{ id, type, timestamp, …EventDetails }`. */
  events: z.array(z.unknown()),
});
