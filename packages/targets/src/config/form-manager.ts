import * as z from "zod";
import { byKind, choose } from "./choose.ts";
import * as f from "./fields.ts";
import { duration, percent, rate } from "./units.ts";

/** Only an alias can be pointed at an earlier version: $LATEST and a version by its number cannot. */
const alias = 'the name of an alias such as "live"';

const ownName = "the resource's own name, not its ARN";
const name = z.string(ownName).regex(/^(?!arn:)[^\s:/]+$/, ownName);

/** Managers as people write them. */
export function managerForm(path: z.ZodType<string>): z.ZodType<Record<string, unknown>> {
  const value = z.union([z.string(), z.number(), z.boolean()], { error: "text" }).transform(String);
  return byKind<Record<string, unknown>>({
    process: f.mapping({
      kind: z.literal("process"),
      command: f.words,
      cwd: path.optional(),
      environmentFile: path.optional(),
      environment: z.record(f.variableName, value).optional(),
      output: path.optional(),
      stopTimeout: duration().optional(),
    }),
    script: f.mapping({
      kind: z.literal("script"),
      start: f.words,
      stop: f.words,
      restart: f.words.optional(),
      status: f.words,
      cwd: path.optional(),
      timeout: duration().optional(),
    }),
    container: f.mapping({
      kind: z.literal("container"),
      container: f.text,
      engine: choose<string>((v) => (/^(https?|tcp):\/\//.test(String(v)) ? f.text : path)).optional(),
      stopTimeout: duration().optional(),
    }),
    ecs: f.mapping({
      kind: z.literal("ecs"),
      cluster: name,
      service: name,
      maxTasks: f.count.optional(),
    }),
    lambda: f.mapping({
      kind: z.literal("lambda"),
      function: name,
      alias: z.string(alias).regex(/^(?!\d+$)[A-Za-z0-9_-]{1,128}$/, alias),
      maxErrorRate: rate.optional(),
      maxConcurrency: f.count.optional(),
    }),
    rds: f.mapping({
      kind: z.literal("rds"),
      instance: name,
      maxStorageGiB: f.count.optional(),
      maxStoragePercent: percent(100).optional(),
    }),
  });
}
