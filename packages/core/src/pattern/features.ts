import type { Fact, FactOf, Observation } from "../observation/schema.ts";
import { logFeatures } from "./log-features.ts";
import { platformFeatures } from "./platform-features.ts";
import { slug } from "./slug.ts";
import { type Conditional, when } from "./when.ts";

/** A release, or a restart history, counts as recent for this long before the task opened. */
const RECENT_MS = 30 * 60_000;
const LAST_EXIT_MS = 10 * 60_000;
/** Starts within ten minutes from which on a process is taken to be looping. */
const LOOPING_STARTS = 3;
/** Percent of one core that a stranger must burn to be called contention. */
const BUSY_PERCENT = 50;

/**
 * What kind of case the observations of one target show: stable tokens without pids, paths, versions or times, sorted
 * and without duplicates, so that like cases compare equal. More observations can only add tokens. Healthy facts add
 * none. `openedAt` (epoch ms) decides what "shortly before" means for a release; without it, the observation's own time.
 */
export function features(
  observations: readonly Observation[],
  context: { openedAt?: number | undefined } = {},
): string[] {
  const tokens = observations.flatMap((seen) => featuresOf(seen.fact, seen.at, context.openedAt ?? seen.at));
  return [...new Set(tokens)].sort();
}

function featuresOf(fact: Fact, at: number, openedAt: number): string[] {
  switch (fact.kind) {
    case "check":
      return checkFeatures(fact);
    case "process":
      return processFeatures(fact, at);
    case "usage":
      return when([
        [(fact.cpuPercent ?? 0) >= 90, "usage:cpu-high"],
        [(fact.waitPercent ?? 0) >= 25, "usage:starved"],
        [fact.fds !== undefined && fact.fds >= (fact.fdLimit ?? Infinity) * 0.9, "usage:fds-high"],
      ]);
    case "host":
      return when([
        [fact.top.some((p) => !p.target && !p.own && p.cpuPercent >= BUSY_PERCENT), "host:contention"],
        [fact.memoryPercent >= 90, "host:memory-high"],
      ]);
    case "disk":
      return when([
        [fact.usedPercent >= fact.maxPercent, "disk:full"],
        [fact.inodesPercent >= fact.maxPercent, "disk:inodes"],
      ]);
    case "certificate":
      return certificateFeatures(fact.daysLeft, fact.minDays);
    case "log":
      return logFeatures(fact);
    case "log_state":
      return [`log:${fact.problem}`];
    case "metric":
      return when([
        [fact.exhaustsInMs !== undefined, "metric:exhausting"],
        [fact.limit !== undefined && fact.value >= fact.limit, "metric:over-limit"],
      ]);
    case "metric_state":
      return [`metrics:${slug(fact.problem)}`];
    case "error_rate":
      return when([[fact.rate > fact.max, "metric:error-rate"]]);
    case "container":
      return containerFeatures(fact);
    case "deployment":
    case "stops":
    case "calls":
    case "alarm":
    case "capacity":
      return platformFeatures(fact, at);
    case "drift":
      return when([
        [true, `drift:${fact.aspect}`],
        [fact.aspect === "version", "release:changed"],
      ]);
    case "port":
      return portFeatures(fact);
    case "release":
      return when([[releaseChanged(fact, openedAt), "release:changed"]]);
    case "dependency":
      return when([[!fact.healthy, fact.direction === "upstream" ? "dependency:down" : "dependent:down"]]);
    case "note":
      return [];
    default:
      return fact satisfies never;
  }
}

function checkFeatures(fact: FactOf<"check">): string[] {
  const expired = /CERT_HAS_EXPIRED|certificate has expired/i.test(fact.detail ?? "");
  const failed = fact.outcome === "status" ? statusClass(fact.status) : slug(fact.outcome);
  return when([
    [fact.outcome !== "ok", `check:${failed}`],
    [expired || (fact.certificateDaysLeft ?? 1) <= 0, "certificate:expired"],
  ]);
}

const statusClass = (status: number | undefined): string =>
  status === undefined ? "status" : `status-${Math.floor(status / 100)}xx`;

function processFeatures(fact: FactOf<"process">, at: number): string[] {
  // Unknown is never taken for "down".
  if (fact.unknown !== undefined) return ["process:unknown"];
  if (fact.stoppedOnPurpose) return ["process:stopped-on-purpose"];
  const looping = fact.recentStarts >= LOOPING_STARTS;
  const exitedLately = fact.exitedAt !== undefined && at - fact.exitedAt <= LAST_EXIT_MS;
  return when([
    [!fact.running, "process:down"],
    [looping, "process:crash-loop"],
    [/^[TtZDX]/.test(fact.state ?? ""), `state:${(fact.state ?? "").charAt(0)}`],
    ...(!fact.running || looping || exitedLately ? exitFeatures(fact.exitCode, fact.exitSignal) : []),
  ]);
}

function exitFeatures(code?: number | null, signal?: string | null): Conditional[] {
  if (signal) return [[true, `exit:signal-${slug(signal)}`]];
  return [[typeof code === "number", `exit:code-${String(code)}`]];
}

function containerFeatures(fact: FactOf<"container">): string[] {
  const down = fact.state !== "running";
  return when([
    [fact.oomKilled, "container:oom-killed"],
    [down, `container:${slug(fact.state)}`],
    [fact.health === "unhealthy", "container:unhealthy"],
    [fact.restartCount >= LOOPING_STARTS, "container:restarting"],
    ...(down ? exitFeatures(fact.exitCode) : []),
  ]);
}

function portFeatures(fact: FactOf<"port">): string[] {
  return when([
    [!fact.listening, "port:closed"],
    [fact.listening && fact.owner === "foreign", "port:foreign"],
    [fact.listening && fact.owner === "target", "port:other-target"],
    [fact.listening && fact.owner === "unknown", "port:unknown-owner"],
  ]);
}

function certificateFeatures(daysLeft: number, minDays: number): string[] {
  if (daysLeft <= 0) return ["certificate:expired"];
  return daysLeft < minDays ? ["certificate:expiring"] : [];
}

function releaseChanged(fact: FactOf<"release">, openedAt: number): boolean {
  if (fact.baselineVersion !== undefined && fact.baselineVersion !== fact.version) return true;
  return fact.changedAt !== undefined && fact.changedAt <= openedAt && openedAt - fact.changedAt <= RECENT_MS;
}
