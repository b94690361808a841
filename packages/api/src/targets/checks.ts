import type { Check, Manager, Seen, Target } from "@gradus/core";
import type { TargetDetail } from "../views/target.ts";

type Result = NonNullable<TargetDetail["checks"][number]["result"]>;

/** One thing that is looked at: the name that detection knows it by, and a sentence. */
interface Named {
  name: string;
  text: string;
}

/** What is looked at of a target, as its entry has it, with what the last look found. */
export function checksOf(target: Target, seen: Seen | undefined): TargetDetail["checks"] {
  return namedOf(target).map(({ name, text }) => {
    const found = seen?.checks?.[name];
    const result = seen && found ? { at: seen.at, ...found } : ofPort(name, seen);
    return { text, ...(result ? { result } : {}) };
  });
}

/** Ports are looked at with the baseline: one that is not listened on any more is a difference. */
function ofPort(name: string, seen: Seen | undefined): Result | undefined {
  const { at, found } = seen?.drift ?? { at: 0, found: [] };
  const isClosed = found.some(({ fact }) => fact.aspect === "port" && `port/${fact.key}` === name);
  return isClosed ? { at, ok: false, words: "nothing listens on it" } : undefined;
}

/** What holds while nothing is wrong. */
function namedOf(target: Target): Named[] {
  const { manager, ports, logs, disks, certificates, cloudwatch } = target;
  const named = (name: string, text: string): Named => ({ name, text });
  return [
    ...target.health.map((check, n) => named(`health/${n}`, ofCheck(check))),
    ...(manager ? [named("manager", ofManager(manager))] : []),
    ...ports.map((port) => named(`port/${port}`, `It listens on port ${port}.`)),
    ...ofLimits(target),
    ...ofMetrics(target),
    ...logs.map(({ path }) => named(`log/${path}`, `${path} shows no new errors, and no more than usual.`)),
    ...disks.map(({ path, maxPercent }) =>
      named(`disk/${path}`, `The disk of ${path} is less than ${maxPercent} % full.`),
    ),
    ...certificates.map(({ path, minDays }) =>
      named(`certificate/${path}`, `The certificate ${path} is valid for ${minDays} more days.`),
    ),
    ...(cloudwatch?.alarms ?? []).map((name) =>
      named(`alarm/${name}`, `The CloudWatch alarm ${name} does not fire.`),
    ),
    ...(cloudwatch?.metrics ?? []).map(({ series, limit }) => ofSeries(series, limit)),
    ...(cloudwatch?.logGroups ?? []).map((name) =>
      named(`group/${name}`, `The log group ${name} shows no new errors, and no more than usual.`),
    ),
  ];
}

function ofCheck(check: Check): string {
  switch (check.kind) {
    case "http": {
      const body = check.body === undefined ? "" : ` with "${check.body}" in it`;
      const certificate = check.url.startsWith("https:")
        ? `; its certificate is valid for ${check.certificateDays} more days`
        : "";
      const within = seconds(check.latencyMs ?? check.timeoutMs);
      return `${check.method} ${check.url} answers ${check.status}${body} within ${within}${certificate}.`;
    }
    case "tcp":
      return `${check.host}:${check.port} accepts connections within ${seconds(check.timeoutMs)}.`;
    case "command":
      return `The command "${check.command.join(" ")}" succeeds within ${seconds(check.timeoutMs)}.`;
    default:
      return check satisfies never;
  }
}

function ofManager(manager: Manager): string {
  switch (manager.kind) {
    case "process":
      return `Its process "${manager.command.join(" ")}" runs, and does not keep crashing.`;
    case "script":
      return `The command "${manager.status.join(" ")}" says that it runs.`;
    case "container":
      return `The container ${manager.container} runs, and does not report itself unhealthy.`;
    case "ecs":
      return `The ECS service ${manager.service} of the cluster ${manager.cluster} runs all its tasks.`;
    case "lambda":
      return `Of the calls of the function ${manager.function} (alias ${manager.alias}) less than ${percent(manager.maxErrorRate)} fail, and none is turned away.`;
    case "rds":
      return `The database instance ${manager.instance} is available, and less than ${manager.maxStoragePercent} % of its storage is used.`;
    default:
      return manager satisfies never;
  }
}

function ofLimits({ limits, manager }: Target): Named[] {
  const hasProcess = manager?.kind === "process" || manager?.kind === "script";
  const { memoryBytes, cpuPercent, fdPercent } = limits;
  const text = [
    memoryBytes === undefined ? undefined : `It uses less than ${bytes(memoryBytes)} of memory.`,
    cpuPercent === undefined ? undefined : `It uses less than ${cpuPercent} % CPU.`,
    hasProcess ? `Less than ${fdPercent} % of its file descriptors are open.` : undefined,
  ];
  return ["memory", "cpu", "fds"].flatMap((name, n) => {
    const said = text[n];
    return said === undefined ? [] : [{ name, text: said }];
  });
}

function ofMetrics({ metrics }: Target): Named[] {
  if (!metrics) return [];
  const { url, series, limits, errorRate } = metrics;
  const names = [...new Set([...series, ...Object.keys(limits)])];
  return [
    ...(series.length === 0 ? [{ name: "page", text: `No series of ${url} is unusual for long.` }] : []),
    ...names.map((name) => ofSeries(name, Object.hasOwn(limits, name) ? limits[name] : undefined)),
    ...(errorRate
      ? [{ name: "error-rate", text: `Less than ${percent(errorRate.max)} of its requests fail.` }]
      : []),
  ];
}

const ofSeries = (series: string, limit: number | undefined): Named => ({
  name: `series/${series}`,
  text:
    limit === undefined
      ? `${series} is not unusual for long.`
      : `${series} does not reach ${limit}, and is not about to.`,
});

const seconds = (ms: number): string => `${ms / 1_000} s`;
const percent = (share: number): string => `${Math.round(share * 1_000) / 10} %`;

function bytes(count: number): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log2(count) / 10)));
  return `${Math.round((count / 1_024 ** power) * 10) / 10} ${units[power] ?? "B"}`;
}
