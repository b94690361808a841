import * as z from "zod";

/** What a stage has, of a size: docs/cost/stage.json, which test/stacks/cost.test.ts keeps as the templates are. */
const countsSchema = z.strictObject({
  alarms: z.number(),
  dashboards: z.number(),
  secrets: z.number(),
  /** Memory of each function, MB. */
  functions: z.record(z.string(), z.number()),
  schedules: z.array(
    z.strictObject({
      function: z.string(),
      callsPerMonth: z.number().positive(),
      input: z.object({ source: z.string(), shard: z.number(), of: z.number() }).partial(),
    }),
  ),
});
export type StageCounts = z.infer<typeof countsSchema>;

/** By the number of targets. */
export const stagesSchema = z.record(z.string(), countsSchema);

/** The hours of a month of 30 days. */
export const HOURS = 720;
