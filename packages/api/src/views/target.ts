import { autonomyLevelSchema, baselineSchema, factSchema, riskSchema, taskSummarySchema } from "@gradus/core";
import * as z from "zod";
import { targetViewSchema } from "./status.ts";
import { windowSchema } from "./window.ts";

/** One metric of a target as it is remembered: what a chart draws. */
export const seriesSchema = z.object({
  /** As the metrics page names it: `queue_depth{queue="mail"}`. */
  name: z.string(),
  kind: z.enum(["gauge", "counter"]),
  /** Epoch ms and value (counters: a second), oldest first. */
  points: z.array(z.tuple([z.number(), z.number()])),
  /** Median of what is remembered. */
  usual: z.exactOptional(z.number()),
  /** The limit that its target's entry gives it. */
  limit: z.exactOptional(z.number()),
  /** Times of the points that were unusual. */
  anomalies: z.array(z.number()),
  /** When it reaches its limit at the agreed slope: epoch ms. */
  exhaustsAt: z.exactOptional(z.number()),
});
export type SeriesView = z.infer<typeof seriesSchema>;

/** What a target allows for one risk class, and how that came to be. */
export const allowanceSchema = z.object({
  risk: riskSchema,
  /** What counts now: given, raised and lowered by outcomes. */
  level: autonomyLevelSchema,
  reason: z.string(),
  /** What the entry in targets.yaml says. */
  entry: autonomyLevelSchema,
  /** What a person set here; it stands in the place of the entry. */
  set: z.exactOptional(
    z.object({ level: autonomyLevelSchema, by: z.string(), at: z.number(), reason: z.string() }),
  ),
});
export type AllowanceView = z.infer<typeof allowanceSchema>;

/** What a check came to at the last look. */
const checkResultSchema = z.object({
  at: z.number(),
  /** Absent: it could not be made. */
  ok: z.exactOptional(z.boolean()),
  latencyMs: z.exactOptional(z.number()),
  /** The last value, in the unit of its limit. */
  value: z.exactOptional(z.number()),
  words: z.exactOptional(z.string()),
});

export const targetDetailSchema = z.object({
  target: targetViewSchema,
  /** What is looked at, one sentence each: "GET http://127.0.0.1:7101/health answers 200 within 2 s", and what came of it. */
  checks: z.array(z.object({ text: z.string(), result: z.exactOptional(checkResultSchema) })),
  series: z.array(seriesSchema),
  /** Without contents of files and values of secrets. */
  baseline: z.exactOptional(
    z.object({
      generation: z.number(),
      takenAt: z.number(),
      version: z.exactOptional(z.string()),
      files: z.array(z.object({ path: z.string(), mode: z.number(), restorable: z.boolean() })),
      environment: z.array(z.string()),
      ports: z.array(z.number()),
      parameters: baselineSchema.shape.parameters,
    }),
  ),
  /** Older generations, newest first. */
  baselines: z.array(
    z.object({ generation: z.number(), takenAt: z.number(), version: z.exactOptional(z.string()) }),
  ),
  /** What differs from the baseline, as compared: see `compared`. `task`: it was compared for that task. */
  drift: z.array(
    z.object({ task: z.exactOptional(z.string()), at: z.number(), text: z.string(), fact: factSchema }),
  ),
  /** When that was; absent: never. */
  compared: z.exactOptional(
    z.object({
      at: z.number(),
      /** now: for this answer; pass: by detection, once a minute; task: when a task gathered evidence. */
      by: z.enum(["now", "pass", "task"]),
      /** How many differences there are; `drift` may have the first few only. */
      total: z.number(),
      /** A task was fixed since, and verified: what is shown is likely repaired. */
      repairedAt: z.exactOptional(z.number()),
    }),
  ),
  allows: z.array(allowanceSchema),
  /** Runbooks that its entry makes possible. */
  runbooks: z.array(z.object({ id: z.string(), title: z.string(), risk: riskSchema, undoable: z.boolean() })),
  dependents: z.array(z.string()),
  paused: z.exactOptional(z.object({ by: z.string(), at: z.number(), reason: z.string() })),
  maintenance: z.array(windowSchema),
  /** Newest first. */
  tasks: z.array(taskSummarySchema),
});
export type TargetDetail = z.infer<typeof targetDetailSchema>;
