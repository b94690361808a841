import * as z from "zod";

/** What a platform (AWS) says of the services, functions and databases that it runs. */
export const platformFacts = [
  z.object({
    /** How far a platform has come with bringing a version of a service into place. */
    kind: z.literal("deployment"),
    name: z.string(),
    version: z.string().optional(),
    rollout: z.enum(["completed", "in_progress", "failed"]),
    desired: z.number(),
    running: z.number(),
    pending: z.number(),
    failedTasks: z.number(),
    startedAt: z.number().optional(),
    reason: z.string().optional(),
  }),
  z.object({
    /** Tasks of a service that ended within the last ten minutes though nobody stopped them. */
    kind: z.literal("stops"),
    name: z.string(),
    count: z.number(),
    outOfMemory: z.number(),
    exitCode: z.number().optional(),
    reason: z.string(),
    lastAt: z.number().optional(),
  }),
  z.object({
    /** Calls of a function within the last five minutes. */
    kind: z.literal("calls"),
    calls: z.number(),
    errors: z.number(),
    throttles: z.number(),
    /** Longest call, and how long one may take, milliseconds. */
    maxMs: z.number().optional(),
    limitMs: z.number().optional(),
  }),
  z.object({
    /** How much of something its platform gives a target, and how far that may be raised. */
    kind: z.literal("capacity"),
    unit: z.enum(["tasks", "concurrency", "storage_gib"]),
    value: z.number(),
    most: z.number().optional(),
  }),
  z.object({
    /** An alarm of somebody else's (CloudWatch) about the target. */
    kind: z.literal("alarm"),
    name: z.string(),
    state: z.enum(["ok", "alarm", "insufficient"]),
    reason: z.string(),
    since: z.number().optional(),
  }),
] as const;
