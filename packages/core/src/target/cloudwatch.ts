import * as z from "zod";

/** What Amazon CloudWatch knows of a target, whatever it runs on. */
export const cloudwatchSchema = z.strictObject({
  /** Names of alarms that are about this target: one that fires is a signal. */
  alarms: z.array(z.string()).default([]),
  /** Metrics whose values are inputs of the metric detector, each under a name of its own. */
  metrics: z
    .array(
      z.strictObject({
        series: z.string(),
        namespace: z.string(),
        metric: z.string(),
        dimensions: z.record(z.string(), z.string()).default({}),
        statistic: z.string().default("Average"),
        /** A value that must not be reached: forecasts go by it. */
        limit: z.number().optional(),
      }),
    )
    .default([]),
  /** Log groups whose new lines are inputs of the log detector. */
  logGroups: z.array(z.string()).default([]),
});
export type CloudWatch = z.infer<typeof cloudwatchSchema>;
