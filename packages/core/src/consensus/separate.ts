import type { DiagnosticId } from "../remediation/diagnostics.ts";
import type { FaultClass } from "../runbook/schema.ts";

/** What each diagnostic shows if a fault class is the cause. Classes that are not named leave no trace in it. */
const SHOWS: Readonly<Record<DiagnosticId, Partial<Record<FaultClass, string>>>> = {
  process: {
    crash: "ended with an exit code",
    killed: "ended by a signal",
    hang: "stopped, or waiting for ever",
    memory_leak: "large",
    memory_pressure: "small for a machine that is short",
    cpu_runaway: "busy itself",
    cpu_contention: "ready but not running",
    bad_environment: "ended at start",
    bad_config: "ended at start",
    stale_lock: "ended at start",
    port_conflict: "ended at start",
  },
  ports: {
    port_conflict: "owned by a stranger",
    crash: "closed",
    killed: "closed",
    bad_environment: "closed",
    bad_config: "closed or wrong",
    stale_lock: "closed",
  },
  drift: {
    bad_environment: "a variable",
    bad_config: "a file",
    certificate: "a file",
    bad_permissions: "a mode or an owner",
    bad_release: "the version",
    bad_parameter: "a parameter",
    lost_grant: "a grant",
    replication: "a role",
  },
  release: { bad_release: "changed shortly before" },
  host: {
    cpu_contention: "a stranger is busy",
    cpu_runaway: "the target is busy",
    overload: "the target is busy",
    memory_leak: "the target is large",
    memory_pressure: "memory is short",
    disk_full: "the disk is full",
  },
  logs: {
    crash: "an uncaught error",
    memory_leak: "out of memory",
    memory_pressure: "out of memory",
    port_conflict: "address in use",
    bad_environment: "an invalid value",
    bad_config: "a configuration error",
    bad_permissions: "permission denied",
    disk_full: "no space left",
    log_flood: "one template without end",
    certificate: "certificate expired",
    dependency_down: "connection refused by another",
    connection_leak: "no connection slot left",
    lock_contention: "lock timeout",
    lost_grant: "permission denied for a table",
    bad_parameter: "a limit reached",
    replication: "read only",
    stale_lock: "a lock or pid file in the way",
  },
  http_repeat: {
    bad_cache: "the same wrong answer each time",
    bad_release: "an error on some routes",
    dependency_down: "a gateway error",
    overload: "slow, and sometimes right",
    hang: "never an answer",
    crash: "refused",
    killed: "refused",
    certificate: "a TLS failure",
  },
};

/** Cheapest and most decisive first. */
const ORDER: readonly DiagnosticId[] = [
  "process",
  "ports",
  "drift",
  "release",
  "host",
  "logs",
  "http_repeat",
];

/**
 * The read-only diagnostic that shows something different for two fault classes, so that its result tells the camps apart.
 * Those in `ran` would say nothing new. Undefined: no diagnostic can.
 */
export function separate(
  a: FaultClass,
  b: FaultClass,
  ran: readonly DiagnosticId[] = [],
): DiagnosticId | undefined {
  if (a === b || a === "unknown" || b === "unknown") return undefined;
  const left = ORDER.filter((id) => !ran.includes(id));
  // One that has something to say on both is better than one that is silent on one.
  const speaksOfBoth = left.find((id) => SHOWS[id][a] && SHOWS[id][b] && SHOWS[id][a] !== SHOWS[id][b]);
  return speaksOfBoth ?? left.find((id) => SHOWS[id][a] !== SHOWS[id][b]);
}
