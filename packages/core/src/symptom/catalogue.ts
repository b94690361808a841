import type { Source } from "../observation/schema.ts";
import type { Severity } from "../policy/schema.ts";

export interface Symptom {
  id: string;
  source: Source;
  /** A sentence fragment for people: "<target> does not answer". */
  title: string;
  /** Nearness to the cause, 0..100: of several symptoms of one target, the highest names the task and the others become its evidence. */
  rank: number;
  severity: Severity;
  /** hard: the target does not do its work now; soft: it will not for long, or not well. */
  impact: "hard" | "soft";
}

const symptom = (
  id: string,
  source: Source,
  rank: number,
  severity: Severity,
  impact: Symptom["impact"],
  title: string,
): Symptom => ({
  id,
  source,
  title,
  rank,
  severity,
  impact,
});

/** Every symptom a detector can report. Nothing else opens a task. */
const all = [
  symptom("service_down", "service", 90, "critical", "hard", "is not running"),
  symptom("service_crash_loop", "service", 92, "critical", "hard", "keeps crashing"),
  symptom("service_flapping", "service", 60, "high", "soft", "keeps changing between healthy and failing"),
  symptom("service_suspended", "service", 91, "critical", "hard", "is suspended (stopped by a signal)"),
  symptom("container_exited", "container", 90, "critical", "hard", "container has exited"),
  symptom("container_unhealthy", "container", 70, "high", "hard", "container reports itself unhealthy"),
  symptom(
    "container_oom_killed",
    "container",
    92,
    "critical",
    "hard",
    "container was killed for lack of memory",
  ),
  symptom("container_restarting", "container", 91, "critical", "hard", "container keeps restarting"),
  symptom("deployment_stuck", "container", 93, "critical", "hard", "has a deployment that does not come up"),
  symptom("http_unreachable", "http", 80, "critical", "hard", "does not accept connections"),
  symptom("http_timeout", "http", 79, "critical", "hard", "accepts connections but does not answer"),
  symptom("http_status", "http", 70, "high", "hard", "answers with an error"),
  symptom("http_body", "http", 69, "high", "hard", "answers with the wrong content"),
  symptom("http_slow", "http", 55, "medium", "soft", "answers slowly"),
  symptom("http_redirect_loop", "http", 68, "high", "hard", "redirects in a circle"),
  symptom("http_too_large", "http", 40, "medium", "soft", "answers a health check with an oversized body"),
  symptom("http_tls", "http", 78, "critical", "hard", "has a TLS problem"),
  symptom("tcp_unreachable", "http", 80, "critical", "hard", "does not accept connections"),
  symptom("check_failed", "http", 66, "high", "hard", "fails its check command"),
  symptom(
    "certificate_expiring",
    "resource",
    30,
    "medium",
    "soft",
    "has a certificate that is about to expire",
  ),
  symptom("memory_high", "resource", 62, "high", "soft", "uses too much memory"),
  symptom("cpu_high", "resource", 61, "high", "soft", "uses too much CPU"),
  symptom(
    "cpu_starved",
    "resource",
    63,
    "high",
    "soft",
    "does not get the CPU it needs: another process takes it",
  ),
  symptom("disk_full", "resource", 75, "critical", "hard", "is out of disk space"),
  symptom("inodes_exhausted", "resource", 74, "critical", "hard", "is out of inodes"),
  symptom("fds_exhausted", "resource", 64, "high", "soft", "is running out of file descriptors"),
  symptom("error_rate_high", "metric", 67, "high", "hard", "fails too many requests"),
  symptom(
    "function_throttled",
    "metric",
    72,
    "high",
    "hard",
    "turns calls away: it may not run more at once",
  ),
  symptom("function_slow", "metric", 56, "medium", "soft", "takes nearly all the time that it may"),
  symptom("alarm_firing", "metric", 59, "high", "soft", "has an alarm that fires"),
  symptom("mail_bounced", "service", 31, "medium", "soft", "got mail back that it had sent to people"),
  symptom("metric_anomaly", "metric", 20, "low", "soft", "shows an unusual metric"),
  symptom("exhaustion_forecast", "metric", 58, "medium", "soft", "will reach a limit soon"),
  symptom("log_new_error", "log", 35, "medium", "soft", "logs errors not seen before"),
  symptom("log_error_rate", "log", 36, "medium", "soft", "logs many more errors than usual"),
  symptom("log_flood", "log", 57, "medium", "soft", "floods its log"),
] as const satisfies readonly Symptom[];

export type SymptomId = (typeof all)[number]["id"];

const byId = new Map<string, Symptom>(all.map((s) => [s.id, s]));

export const symptoms: readonly Symptom[] = all;

/** Looks a symptom up; throws for an id that is not in the catalogue, because only the catalogue opens tasks. */
export function symptomOf(id: string): Symptom {
  const found = byId.get(id);
  if (!found) throw new RangeError(`unknown symptom "${id}"`);
  return found;
}
