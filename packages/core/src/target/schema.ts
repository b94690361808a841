import * as z from "zod";
import { autonomySchema, severitySchema } from "../policy/schema.ts";
import { cloudwatchSchema } from "./cloudwatch.ts";
import { managerSchema } from "./manager.ts";

/** The normalised form of a target: durations in milliseconds, sizes in bytes, paths absolute. */
const argv = z.array(z.string().min(1)).min(1);
const ms = z.number().int().positive();

export const targetIdSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, "lower-case letters, digits and dashes");

export const checkSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("http"),
    url: z.url({ protocol: /^https?$/ }),
    method: z.enum(["GET", "HEAD", "POST"]).default("GET"),
    status: z.number().int().min(100).max(599).default(200),
    /** Text the body must contain. */
    body: z.string().optional(),
    latencyMs: ms.optional(),
    /** Days a TLS certificate must still be valid. */
    certificateDays: z.number().int().nonnegative().default(14),
    timeoutMs: ms.default(3_000),
  }),
  z.strictObject({
    kind: z.literal("tcp"),
    host: z.string(),
    port: z.number().int().min(1).max(65_535),
    timeoutMs: ms.default(3_000),
  }),
  z.strictObject({ kind: z.literal("command"), command: argv, timeoutMs: ms.default(10_000) }),
]);
export type Check = z.infer<typeof checkSchema>;

/** A vetted way to tell a service something: a call on its own admin route, a signal, or a command. */
export const controlSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("http"),
    method: z.enum(["POST", "PUT", "DELETE"]).default("POST"),
    url: z.url({ protocol: /^https?$/ }),
    timeoutMs: ms.default(5_000),
  }),
  z.strictObject({ kind: z.literal("signal"), signal: z.enum(["SIGHUP"]) }),
  z.strictObject({ kind: z.literal("command"), command: argv, timeoutMs: ms.default(30_000) }),
]);
export type Control = z.infer<typeof controlSchema>;

export const releaseSchema = z.discriminatedUnion("kind", [
  /** `link` points at one of the folders in `releases`; rolling back points it at an earlier one and restarts. */
  z.strictObject({ kind: z.literal("symlink"), link: z.string(), releases: z.string() }),
  /** `current` prints the version; `list` one version a line, newest first; `rollBack` gets the version as last argument. */
  z.strictObject({ kind: z.literal("command"), current: argv, list: argv, rollBack: argv }),
  /** The platform keeps the versions itself: task definitions of an ECS service, versions behind a Lambda alias. */
  z.strictObject({ kind: z.literal("platform") }),
]);
export type Release = z.infer<typeof releaseSchema>;

/** A recurring window: days of the week and a time of day in a zone. */
export const windowSchema = z.strictObject({
  days: z.array(z.enum(["mon", "tue", "wed", "thu", "fri", "sat", "sun"])).min(1),
  from: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "HH:MM"),
  to: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "HH:MM"),
  zone: z.string().default("UTC"),
  /** silent: no action and no message; manual: actions need approval. */
  mode: z.enum(["silent", "manual"]).default("manual"),
});
export type MaintenanceWindow = z.infer<typeof windowSchema>;

export const targetSchema = z.strictObject({
  id: targetIdSchema,
  software: z.string().default("generic"),
  /** local, ssm:<id of a managed node>, or none. */
  host: z.string().default("local"),
  /** Part of the demo fleet: left out with --no-demo. */
  demo: z.boolean().default(false),
  manager: managerSchema.optional(),
  health: z.array(checkSchema).default([]),
  logs: z.array(z.strictObject({ path: z.string() })).default([]),
  metrics: z
    .strictObject({
      /** Prometheus text format. */
      url: z.url({ protocol: /^https?$/ }),
      /** Series to watch; all gauges and counters of the page (up to 200) if empty. */
      series: z.array(z.string()).default([]),
      /** Hard limits, for forecasts and thresholds: series name → value that must not be reached. */
      limits: z.record(z.string(), z.number()).default({}),
      /** Share of failed requests, 0..1, computed from `errors` / `requests` counters. */
      errorRate: z
        .strictObject({
          errors: z.string(),
          requests: z.string(),
          max: z.number().min(0).max(1).default(0.1),
        })
        .optional(),
    })
    .optional(),
  cloudwatch: cloudwatchSchema.optional(),
  /** Configuration files whose content, mode and owner belong to the baseline. */
  files: z.array(z.strictObject({ path: z.string(), secret: z.boolean().default(false) })).default([]),
  release: releaseSchema.optional(),
  controls: z
    .strictObject({
      clearCache: controlSchema.optional(),
      pause: controlSchema.optional(),
      resume: controlSchema.optional(),
      reload: controlSchema.optional(),
    })
    .default({}),
  /** TCP ports the target must listen on. */
  ports: z.array(z.number().int().min(1).max(65_535)).default([]),
  limits: z
    .strictObject({
      memoryBytes: z.number().positive().optional(),
      cpuPercent: z.number().positive().optional(),
      fdPercent: z.number().positive().max(100).default(90),
    })
    .default({ fdPercent: 90 }),
  disks: z
    .array(z.strictObject({ path: z.string(), maxPercent: z.number().positive().max(100).default(90) }))
    .default([]),
  certificates: z
    .array(z.strictObject({ path: z.string(), minDays: z.number().int().nonnegative().default(14) }))
    .default([]),
  /** Files that may be emptied or removed when disk is short: exact paths, or a folder followed by /*. */
  regenerable: z.array(z.string()).default([]),
  dependsOn: z.array(targetIdSchema).default([]),
  /** Name → where the secret is to be read; never its value. */
  secrets: z
    .record(z.string(), z.union([z.strictObject({ env: z.string() }), z.strictObject({ file: z.string() })]))
    .default({}),
  autonomy: autonomySchema.default({ reversible: "approve", disruptive: "approve", destructive: "approve" }),
  maintenance: z.array(windowSchema).default([]),
  intervalMs: z.number().int().min(1_000).default(10_000),
  /** A fault younger than this is a blip; after an action, how long to wait before verifying. */
  settleMs: z.number().int().min(0).default(5_000),
  /** So long after its process began it need not answer yet; at most a minute, for repairs wait for it. */
  startPeriodMs: z.number().int().min(0).max(60_000).default(20_000),
  severity: severitySchema.default("high"),
  owner: z.string().optional(),
});
export type Target = z.infer<typeof targetSchema>;

/** Parses a partial target in normalised form, filling in the defaults. */
export const parseTarget = (input: z.input<typeof targetSchema>): Target => targetSchema.parse(input);
