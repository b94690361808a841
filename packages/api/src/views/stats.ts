import * as z from "zod";

const spreadSchema = z.object({
  count: z.number(),
  /** Milliseconds from first seen to closed. */
  medianMs: z.number(),
  p90Ms: z.number(),
});
export type Spread = z.infer<typeof spreadSchema>;

const growthSchema = z.object({ day: z.string(), added: z.number(), total: z.number() });
export type Growth = z.infer<typeof growthSchema>;

export const statsSchema = z.object({
  /** What the numbers are about: the newest `closed` closed tasks, opened since `since`; `complete` if there are no older ones. Severities and phases of open tasks are of the newest `open` ones. */
  window: z.object({
    closed: z.number(),
    open: z.number(),
    since: z.exactOptional(z.number()),
    complete: z.boolean(),
  }),
  /** All tasks of the window and the open ones. */
  tasks: z.number(),
  open: z.number(),
  /** There are more open ones than these 10,000. */
  openMore: z.exactOptional(z.boolean()),
  /** From the index of what people are asked. */
  waitingForPeople: z.number(),
  openBySeverity: z.object({ critical: z.number(), high: z.number(), medium: z.number(), low: z.number() }),
  openByPhase: z.object({ 1: z.number(), 2: z.number(), 3: z.number(), 4: z.number() }),
  /** Closed tasks by day (UTC) of their end, oldest first, at most 30: how each ended. */
  days: z.array(
    z.object({
      day: z.string(),
      fixed: z.number(),
      assisted: z.number(),
      not_held: z.number(),
      resolved: z.number(),
      cleared: z.number(),
      suppressed: z.number(),
    }),
  ),
  /** Whether confidence keeps its word: last actions of the window, in ten bins of confidence. */
  calibration: z.object({
    count: z.number(),
    brier: z.exactOptional(z.number()),
    calibrationError: z.exactOptional(z.number()),
    bins: z.array(
      z.object({
        from: z.number(),
        to: z.number(),
        count: z.number(),
        meanConfidence: z.exactOptional(z.number()),
        successRate: z.exactOptional(z.number()),
      }),
    ),
  }),
  /** Verified fixes that held, without a decision of a person, by the phase that made them. */
  fixed: z.object({ 1: z.number(), 2: z.number(), 3: z.number(), 4: z.number() }),
  /** The same after a person had approved, rejected or handed back something. */
  assisted: z.number(),
  /** Fixed, and back within minutes. */
  notHeld: z.number(),
  /** Ended by a person's own hands. */
  resolved: z.number(),
  /** Gone by themselves. */
  cleared: z.number(),
  /** Another target's fault. */
  suppressed: z.number(),
  /** Came to people, for help or for approval, whatever became of it; of what was not suppressed. */
  cameToPeople: z.number(),
  /** fixed, as a share of fixed, assisted, notHeld and resolved; absent while there is none. */
  autoFixRate: z.exactOptional(z.number()),
  /** cameToPeople, as a share of everything that was not suppressed. */
  escalationRate: z.exactOptional(z.number()),
  timeToFix: z.partialRecord(z.enum(["1", "2", "3", "4", "all"]), spreadSchema),
  patterns: z.object({
    total: z.number(),
    retired: z.number(),
    /** Days (UTC) on which some were made, oldest first. */
    growth: z.array(growthSchema),
  }),
});
export type Stats = z.infer<typeof statsSchema>;
