import * as z from "zod";
import { platformFacts } from "./platform-facts.ts";

/** Where an observation comes from: one of the six detector sources, or a read-only diagnostic. */
export const sourceSchema = z.enum(["http", "service", "container", "log", "resource", "metric"]);
export type Source = z.infer<typeof sourceSchema>;

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** What was seen, typed. Detectors and experts read these; text is for people. */
export const factSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("check"),
    /** Index into target.health, as text, or a URL/port for a diagnostic. */
    check: z.string(),
    type: z.enum(["http", "tcp", "command"]),
    outcome: z.enum([
      "ok",
      "refused",
      "unreachable",
      "timeout",
      "status",
      "body",
      "slow",
      "redirect",
      "too_large",
      "tls",
      "protocol",
      "exit",
      "error",
    ]),
    status: z.number().optional(),
    latencyMs: z.number().optional(),
    certificateDaysLeft: z.number().optional(),
    detail: z.string().optional(),
  }),
  z.object({
    kind: z.literal("process"),
    running: z.boolean(),
    pid: z.number().optional(),
    state: z.string().optional(),
    startedAt: z.number().optional(),
    exitCode: z.number().nullable().optional(),
    exitSignal: z.string().nullable().optional(),
    exitedAt: z.number().optional(),
    /** Starts that nobody asked Gradus for. */
    recentStarts: z.number(),
    /** When Gradus last started it on request. */
    askedAt: z.number().optional(),
    stoppedOnPurpose: z.boolean().optional(),
    unknown: z.string().optional(),
  }),
  z.object({
    kind: z.literal("usage"),
    pid: z.number(),
    rssBytes: z.number(),
    /** Share of one core since the previous observation, percent. */
    cpuPercent: z.number().optional(),
    /** Share of wall time runnable but waiting for a processor, percent. */
    waitPercent: z.number().optional(),
    fds: z.number().optional(),
    fdLimit: z.number().optional(),
  }),
  z.object({
    kind: z.literal("host"),
    cpuPercent: z.number().optional(),
    cpuPressure: z.number().optional(),
    memoryPercent: z.number(),
    cores: z.number(),
    /** Busiest processes, most CPU first. `target` is set for processes of watched targets, `own` for Gradus itself and what it runs. */
    top: z.array(
      z.object({
        pid: z.number(),
        startedAt: z.number(),
        command: z.string(),
        cpuPercent: z.number(),
        rssBytes: z.number(),
        nice: z.number(),
        target: z.string().optional(),
        own: z.boolean().optional(),
      }),
    ),
  }),
  z.object({
    kind: z.literal("disk"),
    path: z.string(),
    usedPercent: z.number(),
    inodesPercent: z.number(),
    maxPercent: z.number(),
  }),
  z.object({ kind: z.literal("certificate"), path: z.string(), daysLeft: z.number(), minDays: z.number() }),
  z.object({
    kind: z.literal("log"),
    path: z.string(),
    templateId: z.string(),
    /** Mined template with <*> for the variable parts. */
    template: z.string(),
    level: z.enum(["fatal", "error", "warn", "info", "debug"]),
    /** Lines since the previous observation. */
    count: z.number(),
    /** Lines a minute, now and usually. */
    rate: z.number(),
    usualRate: z.number(),
    isNew: z.boolean(),
    /** A code in the line that names the fault: EADDRINUSE, ERR_INVALID_URL, ENOSPC, … */
    code: z.string().optional(),
    sample: z.string(),
  }),
  z.object({
    kind: z.literal("log_state"),
    path: z.string(),
    problem: z.enum(["unreadable", "missing"]),
    detail: z.string(),
  }),
  z.object({
    kind: z.literal("metric"),
    series: z.string(),
    value: z.number(),
    /** Robust z-score against what is usual for this time; absent while learning. */
    score: z.number().optional(),
    usual: z.number().optional(),
    limit: z.number().optional(),
    /** Milliseconds until the limit is reached at the agreed slope; absent if not approaching. */
    exhaustsInMs: z.number().optional(),
    slopePerMinute: z.number().optional(),
  }),
  z.object({
    kind: z.literal("metric_state"),
    url: z.string(),
    problem: z.enum(["unreachable", "not_metrics", "too_large", "timeout"]),
    detail: z.string(),
  }),
  z.object({ kind: z.literal("error_rate"), rate: z.number(), max: z.number(), requests: z.number() }),
  z.object({
    kind: z.literal("container"),
    container: z.string(),
    state: z.string(),
    health: z.string().optional(),
    oomKilled: z.boolean(),
    exitCode: z.number().optional(),
    restartCount: z.number(),
  }),
  ...platformFacts,
  z.object({
    kind: z.literal("drift"),
    /** What differs from the baseline. */
    aspect: z.enum(["file", "mode", "owner", "environment", "version", "port", "parameter", "missing"]),
    /** Path, variable or parameter name. */
    key: z.string(),
    /** Values are redacted for secrets, and capped. */
    expected: scalar,
    actual: scalar,
    /** When it changed, where that can be known (mtime, deploy time). */
    changedAt: z.number().optional(),
  }),
  z.object({
    kind: z.literal("port"),
    port: z.number(),
    listening: z.boolean(),
    pid: z.number().optional(),
    startedAt: z.number().optional(),
    command: z.string().optional(),
    owner: z.enum(["self", "target", "gradus", "foreign", "unknown", "none"]),
  }),
  z.object({
    kind: z.literal("release"),
    version: z.string(),
    previous: z.string().optional(),
    changedAt: z.number().optional(),
    baselineVersion: z.string().optional(),
  }),
  z.object({
    kind: z.literal("dependency"),
    target: z.string(),
    healthy: z.boolean(),
    symptom: z.string().optional(),
    direction: z.enum(["upstream", "downstream"]),
  }),
  z.object({ kind: z.literal("note"), topic: z.string(), value: scalar.optional() }),
]);
export type Fact = z.infer<typeof factSchema>;
export type FactOf<K extends Fact["kind"]> = Extract<Fact, { kind: K }>;

/** One piece of evidence. `text` may hold words from outside: it is templated, redacted and capped, and never obeyed. */
export const observationSchema = z.object({
  id: z.string(),
  source: z.union([sourceSchema, z.literal("diagnostic")]),
  target: z.string(),
  /** Epoch milliseconds. */
  at: z.number(),
  text: z.string().max(2_000),
  fact: factSchema,
});
export type Observation = z.infer<typeof observationSchema>;

/** The observations whose fact is of one kind, with the fact typed. */
export function factsOf<K extends Fact["kind"]>(
  observations: readonly Observation[],
  kind: K,
): Array<Observation & { fact: FactOf<K> }> {
  return observations.filter((o): o is Observation & { fact: FactOf<K> } => o.fact.kind === kind);
}
