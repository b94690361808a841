import * as z from "zod";

const argv = z.array(z.string().min(1)).min(1);
const ms = z.number().int().positive();

/** Who starts and stops a target, in normalised form. */
export const managerSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("process"),
    command: argv,
    cwd: z.string(),
    /** KEY=VALUE lines, read at each start. */
    environmentFile: z.string().optional(),
    environment: z.record(z.string(), z.string()).default({}),
    /** Where stdout and stderr are appended. */
    output: z.string(),
    stopTimeoutMs: ms.default(5_000),
  }),
  z.strictObject({
    kind: z.literal("script"),
    start: argv,
    stop: argv,
    restart: argv.optional(),
    /** Exit 0: running (stdout may give the pid); 3: stopped; anything else: unknown. */
    status: argv,
    cwd: z.string().optional(),
    timeoutMs: ms.default(30_000),
  }),
  z.strictObject({
    kind: z.literal("container"),
    container: z.string(),
    /** Path of the Docker Engine API socket, or an http:// address. */
    engine: z.string().default("/var/run/docker.sock"),
    stopTimeoutMs: ms.default(10_000),
  }),
  /** A service on Amazon ECS. `maxTasks`: scaling out may go so far; without it there is no scaling. */
  z.strictObject({
    kind: z.literal("ecs"),
    cluster: z.string(),
    service: z.string(),
    maxTasks: z.number().int().positive().optional(),
  }),
  /** A Lambda function behind an alias. `maxConcurrency`: reserved concurrency may be raised so far. */
  z.strictObject({
    kind: z.literal("lambda"),
    function: z.string(),
    alias: z.string(),
    /** Share of calls that may fail, 0..1. */
    maxErrorRate: z.number().min(0).max(1).default(0.1),
    maxConcurrency: z.number().int().positive().optional(),
  }),
  /** A database instance on Amazon RDS. `maxStorageGiB`: its storage may be grown so far. */
  z.strictObject({
    kind: z.literal("rds"),
    instance: z.string(),
    maxStorageGiB: z.number().int().positive().optional(),
    /** Used share of the storage that is too much, percent. */
    maxStoragePercent: z.number().positive().max(100).default(90),
  }),
]);
export type Manager = z.infer<typeof managerSchema>;
