import { autonomyLevelSchema, severitySchema, targetIdSchema } from "@gradus/core";
import * as z from "zod";
import { byKey, choose, isMapping, short } from "./choose.ts";
import * as f from "./fields.ts";
import { cloudwatch, host } from "./form-aws.ts";
import { managerForm } from "./form-manager.ts";
import { amount, duration, percent, rate, size } from "./units.ts";

const id = z.string("lower-case letters, digits and dashes").check((context) => {
  if (targetIdSchema.safeParse(context.value).success) return;
  context.issues.push({
    code: "custom",
    message: "lower-case letters, digits and dashes",
    input: context.value,
  });
});

const destructive = z.enum(["observe", "suggest", "approve"]);
/** One level for all: what can lose data stays at "approve" even then. */
const autonomy = short(
  autonomyLevelSchema.transform((level) => ({
    reversible: level,
    disruptive: level,
    destructive: level === "auto" ? ("approve" as const) : level,
  })),
  f.mapping({
    reversible: autonomyLevelSchema.optional(),
    disruptive: autonomyLevelSchema.optional(),
    destructive: destructive.optional(),
  }),
);

const http = f
  .mapping({
    http: f.url,
    method: z.enum(["GET", "HEAD", "POST"]).optional(),
    status: f.httpStatus.optional(),
    body: f.text.optional(),
    latency: duration().optional(),
    timeout: duration().optional(),
    certificateDays: f.days.optional(),
  })
  .transform(({ http, latency, timeout, ...rest }) => ({
    kind: "http" as const,
    url: http,
    latencyMs: latency,
    timeoutMs: timeout,
    ...rest,
  }));

const tcp = f
  .mapping({ tcp: f.address, timeout: duration().optional() })
  .transform(({ tcp, timeout }) => ({ kind: "tcp" as const, ...tcp, timeoutMs: timeout }));

const command = f
  .mapping({ command: f.words, timeout: duration().optional() })
  .transform(({ command, timeout }) => ({ kind: "command" as const, command, timeoutMs: timeout }));

const check = byKey<unknown>({ http, tcp, command });

const callText = z
  .string('a method and an address such as "POST http://127.0.0.1:7101/admin/reload"')
  .transform((value, context) => {
    const [, method = "POST", address = ""] = /^(?:(POST|PUT|DELETE)\s+)?(\S+)$/.exec(value.trim()) ?? [];
    if (f.url.safeParse(address).success) return { method, url: address };
    const message = 'a method and an address such as "POST http://127.0.0.1:7101/admin/reload"';
    context.addIssue({ code: "custom", message });
    return z.NEVER;
  });
const control = byKey<unknown>({
  http: f
    .mapping({ http: callText, timeout: duration().optional() })
    .transform(({ http, timeout }) => ({ kind: "http", ...http, timeoutMs: timeout })),
  signal: f.mapping({ signal: z.enum(["SIGHUP"]) }).transform(({ signal }) => ({ kind: "signal", signal })),
  command,
});

const metrics = short<unknown>(
  f.url.transform((url) => ({ url })),
  f.mapping({
    url: f.url,
    series: z.array(f.text).optional(),
    limits: z.record(z.string(), amount).optional(),
    errorRate: f.mapping({ errors: f.text, requests: f.text, max: rate.optional() }).optional(),
  }),
);

const window = f.mapping({
  days: f.weekdays,
  from: f.clockTime,
  to: f.clockTime,
  zone: f.zone.optional(),
  mode: z.enum(["silent", "manual"]).optional(),
});

const startPeriod = duration(0, 'a duration of at most "60s"', 60_000);
const platform = z.literal("platform").transform((kind) => ({ kind }));
const releases = "platform, or a mapping with link and releases, or with current, list and rollBack";

const defaults = f.mapping({
  interval: duration(1_000, 'a duration of at least "1s"').optional(),
  settle: duration(0).optional(),
  startPeriod: startPeriod.optional(),
  autonomy: autonomy.optional(),
  severity: severitySchema.optional(),
  owner: f.text.optional(),
});

/** The YAML form of the whole file; `folder` is what relative paths start from. */
export function fileForm(folder: string) {
  const path = f.pathIn(folder);
  const withPath = <S extends z.core.$ZodLooseShape>(shape: S): z.ZodType<Record<string, unknown>> =>
    short<Record<string, unknown>>(
      path.transform((p) => ({ path: p })),
      f.mapping({ path, ...shape }),
    );
  const secret = byKey<unknown>({ env: f.mapping({ env: f.variableName }), file: f.mapping({ file: path }) });
  const release = choose<Record<string, unknown>>((value) => {
    if (typeof value === "string") return value === "platform" ? platform : { expected: releases };
    return isMapping(value) && ("current" in value || "list" in value || "rollBack" in value)
      ? f
          .mapping({ current: f.words, list: f.words, rollBack: f.words })
          .transform((of) => ({ kind: "command", ...of }))
      : f.mapping({ link: path, releases: path }).transform((of) => ({ kind: "symlink", ...of }));
  });
  const target = f.mapping({
    id,
    software: f.text.optional(),
    host: host.optional(),
    demo: z.boolean().optional(),
    manager: managerForm(path).optional(),
    health: z.array(check).optional(),
    logs: z.array(path).optional(),
    metrics: metrics.optional(),
    cloudwatch: cloudwatch.optional(),
    files: z.array(withPath({ secret: z.boolean().optional() })).optional(),
    release: release.optional(),
    controls: f
      .mapping({
        clearCache: control.optional(),
        pause: control.optional(),
        resume: control.optional(),
        reload: control.optional(),
      })
      .optional(),
    ports: z.array(f.port).optional(),
    limits: f
      .mapping({
        memory: size.optional(),
        cpu: percent(100_000).optional(),
        fds: percent(100).optional(),
      })
      .optional(),
    disks: z.array(withPath({ max: percent(100).optional() })).optional(),
    certificates: z.array(withPath({ days: f.days.optional() })).optional(),
    regenerable: z.array(path).optional(),
    dependsOn: z.array(id).optional(),
    secrets: z.record(f.variableName, secret).optional(),
    autonomy: autonomy.optional(),
    maintenance: z.array(window).optional(),
    interval: duration(1_000, 'a duration of at least "1s"').optional(),
    settle: duration(0).optional(),
    startPeriod: startPeriod.optional(),
    severity: severitySchema.optional(),
    owner: f.text.optional(),
  });
  return f.mapping({
    version: z.literal(1, { error: "1" }),
    defaults: defaults.optional(),
    targets: z.array(target, { error: "a list of targets" }),
  });
}

export type FileForm = z.output<ReturnType<typeof fileForm>>;
export type TargetForm = FileForm["targets"][number];
