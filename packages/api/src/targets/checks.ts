import type { Check, Manager, Target } from "@gradus/core";

/** What is looked at of a target, one sentence each, as its entry has it: what holds while nothing is wrong. */
export function checksOf(target: Target): string[] {
  const { manager, ports, logs, disks, certificates, cloudwatch } = target;
  return [
    ...target.health.map(ofCheck),
    ...(manager ? [ofManager(manager)] : []),
    ...ports.map((port) => `It listens on port ${port}.`),
    ...ofLimits(target),
    ...ofMetrics(target),
    ...logs.map(({ path }) => `${path} shows no new errors, and no more than usual.`),
    ...disks.map(({ path, maxPercent }) => `The disk of ${path} is less than ${maxPercent} % full.`),
    ...certificates.map(({ path, minDays }) => `The certificate ${path} is valid for ${minDays} more days.`),
    ...(cloudwatch?.alarms ?? []).map((name) => `The CloudWatch alarm ${name} does not fire.`),
    ...(cloudwatch?.metrics ?? []).map(({ series, limit }) => ofSeries(series, limit)),
    ...(cloudwatch?.logGroups ?? []).map(
      (name) => `The log group ${name} shows no new errors, and no more than usual.`,
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

function ofLimits({ limits, manager }: Target): string[] {
  const hasProcess = manager?.kind === "process" || manager?.kind === "script";
  return [
    ...(limits.memoryBytes === undefined
      ? []
      : [`It uses less than ${bytes(limits.memoryBytes)} of memory.`]),
    ...(limits.cpuPercent === undefined ? [] : [`It uses less than ${limits.cpuPercent} % CPU.`]),
    ...(hasProcess ? [`Less than ${limits.fdPercent} % of its file descriptors are open.`] : []),
  ];
}

function ofMetrics({ metrics }: Target): string[] {
  if (!metrics) return [];
  const { url, series, limits, errorRate } = metrics;
  const names = [...new Set([...series, ...Object.keys(limits)])];
  return [
    ...(series.length === 0 ? [`No series of ${url} is unusual for long.`] : []),
    ...names.map((name) => ofSeries(name, Object.hasOwn(limits, name) ? limits[name] : undefined)),
    ...(errorRate ? [`Less than ${percent(errorRate.max)} of its requests fail.`] : []),
  ];
}

const ofSeries = (name: string, limit: number | undefined): string =>
  limit === undefined
    ? `${name} is not unusual for long.`
    : `${name} does not reach ${limit}, and is not about to.`;

const seconds = (ms: number): string => `${ms / 1_000} s`;
const percent = (share: number): string => `${Math.round(share * 1_000) / 10} %`;

function bytes(count: number): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log2(count) / 10)));
  return `${Math.round((count / 1_024 ** power) * 10) / 10} ${units[power] ?? "B"}`;
}
