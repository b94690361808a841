import type { FaultClass } from "@gradus/core";
import { environmentSuspects, fileSuspects, modeSuspects } from "../evidence/changes.ts";
import { hogOf } from "../evidence/host.ts";
import type { Seen } from "../evidence/read.ts";
import { isCertificate } from "../findings/change.ts";
import { type FindingId, hasAny, type Reading } from "../findings/find.ts";

/** One link at the upper end of a chain of causes. */
export interface Cause {
  fault: FaultClass;
  /** What it is, for the reasoning: "release 1.2.0". */
  what: string;
  /** When it began, epoch ms, where that is known. */
  since: number | undefined;
  /** How far upstream: 0 the process itself, 1 what was changed on it, 2 who is in its way, 3 what it depends on. */
  depth: 0 | 1 | 2 | 3;
  /** How well it is linked to the failure, 0..1. */
  link: number;
  cites: readonly string[];
}

/** All that lies upstream of the failure: dependencies, host, strangers, changes. */
export function upstreamCauses(reading: Reading): Cause[] {
  const { evidence, findings } = reading;
  const has = (...ids: FindingId[]) => hasAny(reading, ids);
  const cites = (...ids: FindingId[]) => ids.flatMap((id) => findings.get(id) ?? []);
  const causes: Cause[] = [];
  if (has("dependency_down") && !has("suspended", "killed")) {
    const link = has("log_refused", "running") ? 0.9 : 0.4;
    const ids = cites("dependency_down", "log_refused");
    causes.push({
      fault: "dependency_down",
      what: "a dependency is down",
      since: undefined,
      depth: 3,
      link,
      cites: ids,
    });
  }
  if (has("port_foreign", "port_ours")) {
    const port = evidence.ports.find((p) => p.fact.owner !== "self" && p.fact.listening);
    const link = has("down", "log_address_in_use") ? 0.95 : 0.5;
    const ids = cites("port_foreign", "port_ours", "log_address_in_use");
    causes.push({
      fault: "port_conflict",
      what: `port ${port?.fact.port ?? ""} is taken`,
      since: undefined,
      depth: 2,
      link,
      cites: ids,
    });
  }
  const hog = hogOf(evidence);
  if (hog && !has("down") && (has("starved") || SLOW.has(evidence.file.symptom))) {
    const ids = cites("hog", "starved");
    causes.push({
      fault: "cpu_contention",
      what: `${hog.command} takes the processor`,
      since: hog.startedAt,
      depth: 2,
      link: has("starved") ? 0.9 : 0.7,
      cites: ids,
    });
  }
  if (has("disk_full", "log_no_space") && !has("killed")) {
    const ids = cites("disk_full", "log_no_space");
    causes.push({
      fault: "disk_full",
      what: "the disk is full",
      since: undefined,
      depth: 2,
      link: has("log_no_space") ? 0.9 : 0.75,
      cites: ids,
    });
  }
  return [...causes, ...changes(reading)];
}

const SLOW = new Set(["http_slow", "http_timeout", "cpu_starved"]);

function changes(reading: Reading): Cause[] {
  const { evidence, findings } = reading;
  const drifted = (d: Seen<"drift"> | undefined, fault: FaultClass, sign: FindingId): Cause[] => {
    if (!d) return [];
    const link = findings.has(sign) ? 0.95 : 0.75;
    const cites = [d.id, ...(findings.get(sign) ?? [])];
    return [
      {
        fault,
        what: `${d.fact.aspect} ${d.fact.key} was changed`,
        since: d.fact.changedAt,
        depth: 1,
        link,
        cites,
      },
    ];
  };
  const file = fileSuspects(evidence)[0];
  const found = [
    ...drifted(environmentSuspects(evidence)[0], "bad_environment", "env_named"),
    ...drifted(file, file && isCertificate(file.fact.key) ? "certificate" : "bad_config", "file_named"),
    ...drifted(modeSuspects(evidence)[0], "bad_permissions", "mode_named"),
  ];
  const changed = findings.get("release_changed");
  const recent = findings.get("release_recent");
  const killed = hasAny(reading, ["killed", "suspended"]);
  if (!killed && (changed || recent)) {
    const { release } = evidence;
    found.push({
      fault: "bad_release",
      what: `release ${release?.fact.version ?? ""}`,
      since: release?.fact.changedAt,
      depth: 1,
      link: changed ? 0.85 : 0.55,
      cites: changed ?? recent ?? [],
    });
  }
  return found;
}

/** Without anything upstream, the cause is in the process: how it ended, or what it does, says which. */
export function ownCause(reading: Reading): Cause | undefined {
  const { file, findings } = reading;
  for (const [id, fault] of ENDS) {
    const cites = findings.get(id);
    if (cites) return { fault, what: id.replaceAll("_", " "), since: undefined, depth: 0, link: 0.75, cites };
  }
  const fault = STATES[file.symptom];
  const cites = findings.get("running") ?? findings.get("check_failing") ?? findings.get("error_rate");
  return fault && cites
    ? {
        fault,
        what: `nothing around it changed: ${file.symptom}`,
        since: undefined,
        depth: 0,
        link: 0.6,
        cites,
      }
    : undefined;
}

/** How it ended, and what it has too little of: the first that was found. */
const ENDS: ReadonlyArray<readonly [FindingId, FaultClass]> = [
  ["suspended", "hang"],
  ["oom_killed", "memory_pressure"],
  ["killed", "killed"],
  ["aborted", "memory_leak"],
  ["tasks_exiting", "crash"],
  ["down", "crash"],
  ["throttled", "overload"],
  ["busy_service", "overload"],
  ["slow_service", "overload"],
];
/** What a process does by itself, when nothing around it has changed, comes from the state it has piled up. */
const STATES: Readonly<Record<string, FaultClass>> = {
  memory_high: "memory_pressure",
  exhaustion_forecast: "memory_pressure",
  cpu_high: "cpu_runaway",
  http_timeout: "hang",
  http_body: "bad_cache",
  http_status: "bad_cache",
  error_rate_high: "bad_cache",
  fds_exhausted: "connection_leak",
  log_flood: "log_flood",
};
