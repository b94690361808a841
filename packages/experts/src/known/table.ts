import type { FaultClass } from "@gradus/core";
import type { Clause, FindingId } from "../findings/find.ts";
import type { Treatment } from "../knowledge/index.ts";

/** One line of the decision table of phase 1. */
export interface Known {
  name: string;
  fault: FaultClass;
  /** All must be found; in an inner list, any. */
  when: readonly Clause[];
  /** None may be found. */
  unless?: readonly FindingId[];
  /** Instead of the family's treatments. Empty: doing nothing here is right. */
  treatments?: readonly Treatment[];
  confidence: number;
  because: string;
}

const harm = [
  "down",
  "check_failing",
  "error_rate",
  "own_cpu",
  "own_memory",
  "log_flood",
  "crash_loop",
  "fds_high",
] as const satisfies readonly FindingId[];
const wrongAnswers = ["check_5xx", "check_body", "error_rate"] as const satisfies readonly FindingId[];
const changes = [
  "env_drift",
  "file_drift",
  "mode_drift",
  "release_changed",
] as const satisfies readonly FindingId[];

/**
 * Phase 1, from the cause nearest to the farthest: the first line that fits and has an action left decides. What
 * changed and who is in the way come before the generic restart, because a restart that does not help costs 10 s
 * and hides the evidence.
 */
export const knownTable: readonly Known[] = [
  {
    name: "suspended",
    fault: "hang",
    when: ["suspended"],
    confidence: 0.95,
    because: "The process is stopped by a signal (state T): it accepts connections and does nothing.",
  },
  {
    name: "port held by one of ours",
    fault: "port_conflict",
    when: ["port_ours", ["down", "log_address_in_use"]],
    treatments: [],
    confidence: 0.85,
    because: "The port is held by another watched target or by Gradus: who moves is for a person to say.",
  },
  {
    name: "port squatter",
    fault: "port_conflict",
    when: ["port_foreign", ["down", "log_address_in_use", "check_failing"]],
    confidence: 0.93,
    because: "A process that is no target of ours listens on the port that the target needs.",
  },
  {
    name: "environment, named by the evidence",
    fault: "bad_environment",
    when: ["env_named", harm],
    confidence: 0.93,
    because: "A variable differs from the baseline, and the failure points at that variable.",
  },
  {
    name: "mode or owner, denied",
    fault: "bad_permissions",
    when: ["mode_named", harm],
    confidence: 0.93,
    because: "Access is denied, and a mode or owner differs from the baseline.",
  },
  {
    name: "certificate replaced",
    fault: "certificate",
    when: [
      "certificate_drift",
      ["check_tls", "certificate_expired", "certificate_expiring", "log_certificate", "down"],
    ],
    confidence: 0.88,
    because: "The certificate file is not the one of the baseline, and TLS fails.",
  },
  {
    name: "configuration, named by the evidence",
    fault: "bad_config",
    when: ["file_named", harm],
    confidence: 0.92,
    because: "A file differs from the baseline, and the failure points at it.",
  },
  {
    name: "does not start without what it needs",
    fault: "dependency_down",
    when: ["dependency_down", "log_refused", "down"],
    unless: changes,
    treatments: [],
    confidence: 0.82,
    because: "It ended because what it depends on refused it.",
  },
  {
    name: "disk full",
    fault: "disk_full",
    when: [["disk_full", "log_no_space"]],
    unless: ["killed"],
    confidence: 0.84,
    because: "There is no room left on its file system.",
  },
  {
    name: "down after an environment change",
    fault: "bad_environment",
    when: ["env_drift", "down"],
    confidence: 0.86,
    because: "It is down, and a variable was changed since it last ran well.",
  },
  {
    name: "down after a change of mode",
    fault: "bad_permissions",
    when: ["mode_drift", "down"],
    confidence: 0.84,
    because: "It is down, and a mode or owner was changed since it last ran well.",
  },
  {
    name: "down after a configuration change",
    fault: "bad_config",
    when: ["file_drift", "down"],
    confidence: 0.85,
    because: "It is down, and a file was changed since it last ran well.",
  },
  {
    name: "killed",
    fault: "killed",
    when: ["down", "killed"],
    unless: ["oom_killed", "crash_loop"],
    confidence: 0.92,
    because: "It was killed from outside and nothing has changed.",
  },
  {
    name: "a dependency is down",
    fault: "dependency_down",
    when: ["dependency_down", ["check_failing", "error_rate", "log_refused"]],
    unless: ["down", "env_named"],
    treatments: [],
    confidence: 0.86,
    because: "The process runs; what it depends on does not.",
  },
  {
    name: "another process takes the processor",
    fault: "cpu_contention",
    when: ["hog", "starved"],
    unless: ["down", "check_5xx", "check_body", "hog_watched"],
    confidence: 0.88,
    because: "A process that is no target of ours takes the processor and the target waits for it.",
  },
  {
    name: "another target takes the processor",
    fault: "cpu_contention",
    when: ["hog_watched", "starved"],
    unless: ["down", "check_5xx", "check_body", "own_cpu"],
    treatments: [],
    confidence: 0.78,
    because: "Another watched target takes the processor: its own task deals with it.",
  },
  {
    name: "release, then out of memory",
    fault: "bad_release",
    when: ["release_changed", ["aborted", "log_heap_oom", "oom_killed", "own_memory", "memory_rising"]],
    confidence: 0.88,
    because: "Memory runs out since the version changed.",
  },
  {
    name: "release, then failure",
    fault: "bad_release",
    when: ["release_changed", [...wrongAnswers, "exited_error", "crash_loop", "died_at_start", "check_4xx"]],
    unless: ["killed"],
    confidence: 0.9,
    because: "It fails since the version changed.",
  },
  {
    name: "recent release, failing again and again",
    fault: "bad_release",
    when: ["release_recent", ["crash_loop", "error_rate", "check_5xx"]],
    unless: ["killed", "release_changed", "cache_sign", "log_cache"],
    confidence: 0.76,
    because: "A release went out within the hour before, and it does not hold.",
  },
  {
    name: "environment in effect",
    fault: "bad_environment",
    when: ["env_drift", "running", harm],
    confidence: 0.78,
    because: "It fails since it was started with a variable that differs from the baseline.",
  },
  {
    name: "mode in effect",
    fault: "bad_permissions",
    when: ["mode_drift", "running", ["check_failing", "error_rate"]],
    confidence: 0.78,
    because: "It fails, and a mode or owner differs from the baseline.",
  },
  {
    name: "configuration in effect",
    fault: "bad_config",
    when: ["file_drift", "running", harm],
    confidence: 0.78,
    because: "It fails, and a file differs from the baseline.",
  },
  {
    name: "release, then slow",
    fault: "bad_release",
    when: ["release_changed", harm],
    unless: ["killed"],
    confidence: 0.78,
    because: "It is not what it was since the version changed.",
  },
  {
    name: "stale lock",
    fault: "stale_lock",
    when: ["down", "log_stale_lock"],
    confidence: 0.84,
    because: "Its log names a pid or lock file of an earlier run.",
  },
  {
    name: "out of heap",
    fault: "memory_leak",
    when: ["down", ["aborted", "log_heap_oom"]],
    unless: ["crash_loop"],
    confidence: 0.8,
    because: "The runtime gave up for lack of heap, and nothing has changed.",
  },
  {
    name: "killed for lack of memory",
    fault: "memory_pressure",
    when: ["down", "oom_killed"],
    unless: ["crash_loop"],
    confidence: 0.76,
    because: "The kernel killed it for lack of memory, and nothing has changed.",
  },
  {
    name: "the cache says so",
    fault: "bad_cache",
    when: [["cache_sign", "log_cache"], wrongAnswers],
    unless: ["down"],
    confidence: 0.9,
    because: "Answers are wrong and the evidence names the cache.",
  },
  {
    name: "wrong answers, nothing changed",
    fault: "bad_cache",
    when: [wrongAnswers, "running"],
    unless: [
      ...changes,
      "log_refused",
      "log_connections",
      "log_lock_wait",
      "log_grant",
      "log_replica",
      "log_parameter",
    ],
    treatments: [{ runbook: "clear-cache" }],
    confidence: 0.74,
    because: "Answers are wrong, nothing has changed, and what it keeps can be thrown away.",
  },
  {
    name: "memory",
    fault: "memory_pressure",
    when: ["own_memory"],
    unless: ["down"],
    confidence: 0.82,
    because: "It holds more memory than it may, and nothing has changed.",
  },
  {
    name: "processor",
    fault: "cpu_runaway",
    when: ["own_cpu", "running"],
    unless: ["check_refused", "hog"],
    confidence: 0.8,
    because: "Its own work burns the processor; nobody else's does.",
  },
  {
    name: "descriptors",
    fault: "connection_leak",
    when: [["fds_high", "log_too_many_files"]],
    unless: ["log_connections"],
    confidence: 0.76,
    because: "It is running out of descriptors.",
  },
  {
    name: "crashed",
    fault: "crash",
    when: ["down"],
    unless: ["crash_loop", "died_at_start", "log_address_in_use", "log_invalid_url", "log_missing_variable"],
    confidence: 0.8,
    because: "It ended by itself, and nothing has changed.",
  },
  {
    name: "the port is free again",
    fault: "crash",
    when: ["down", "log_address_in_use", "port_closed"],
    confidence: 0.78,
    because: "It could not get its port when it was started; the port is free now.",
  },
  {
    name: "hangs",
    fault: "hang",
    when: ["running", ["check_timeout", "check_refused"]],
    unless: ["booting", "hog", "starved", "check_5xx", "env_drift", "file_drift", "log_lock_wait"],
    confidence: 0.8,
    because: "The process runs and does not answer; nobody takes its processor.",
  },
  {
    name: "certificate renewed, not loaded",
    fault: "certificate",
    when: ["check_tls", "certificate_renewed"],
    confidence: 0.76,
    because: "The certificate on disk is valid; the one that is served is older.",
  },
];
