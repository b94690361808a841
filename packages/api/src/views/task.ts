import { observationSchema, taskSchema, taskSummarySchema } from "@gradus/core";
import * as z from "zod";
import { escalationViewSchema } from "./escalation.ts";

export const taskListSchema = z.object({
  tasks: z.array(taskSummarySchema),
  cursor: z.exactOptional(z.string()),
});

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
