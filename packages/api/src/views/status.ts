import { autonomySchema } from "@gradus/core";
import * as z from "zod";

/** One target as lists and pages show it. */
export const targetViewSchema = z.object({
  id: z.string(),
  software: z.string(),
  owner: z.exactOptional(z.string()),
  /** unknown: not looked at yet, nothing could be observed, or not seen for three looks and a minute. */
  state: z.enum(["healthy", "failing", "unknown"]),
  /** It is not seen any more: since when, and why the last look failed, where that is known. */
  unseen: z.exactOptional(z.object({ since: z.number(), why: z.exactOptional(z.string()) })),
  paused: z.boolean(),
  /** Epoch ms of the last look. */
  checkedAt: z.exactOptional(z.number()),
  /** What the detectors said at the last look, one sentence each. */
  symptoms: z.array(z.object({ symptom: z.string(), summary: z.string() })),
  /** What could not be seen (an unreadable log, a metrics page that is not one): degraded, not failing. */
  degraded: z.array(z.string()),
  pid: z.exactOptional(z.number()),
  version: z.exactOptional(z.string()),
  baseline: z.exactOptional(z.object({ generation: z.number(), takenAt: z.number() })),
  autonomy: autonomySchema,
  dependsOn: z.array(z.string()),
  intervalMs: z.number(),
  demo: z.boolean(),
});
export type TargetView = z.infer<typeof targetViewSchema>;

export const targetListSchema = z.object({
  /** In order of id. */
  targets: z.array(targetViewSchema),
  cursor: z.exactOptional(z.string()),
});

export const healthReportSchema = z.object({
  status: z.enum(["ok", "degraded"]),
  version: z.string(),
  startedAt: z.number(),
  now: z.number(),
  /** Problems of Gradus itself, one sentence each with what to do. */
  problems: z.array(z.string()),
  paused: z.boolean(),
  observeOnly: z.boolean(),
  targets: z.number(),
  openTasks: z.number(),
  /** There are more than these 10,000. */
  openTasksMore: z.exactOptional(z.boolean()),
});
export type HealthReport = z.infer<typeof healthReportSchema>;
