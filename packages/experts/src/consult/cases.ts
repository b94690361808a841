import type { FaultClass } from "@gradus/core";

/** One remembered kind of case: what it looked like, what it was, and how the remedy has done. */
export interface Case {
  name: string;
  /** Tokens of `features` in core, and `says:` tokens for what the log says. */
  looks: readonly string[];
  symptoms?: readonly string[];
  fault: FaultClass;
  runbook: string;
  /** Times it helped and times it did not, as a prior from practice. */
  fixed: number;
  failed: number;
}

const kase = (
  name: string,
  fault: FaultClass,
  runbook: string,
  [fixed, failed]: readonly [number, number],
  ...looks: readonly string[]
): Case => ({ name, fault, runbook, fixed, failed, looks });

/** The built-in case library: public post-mortems and run books boiled down to looks, remedy and record. */
export const cases: readonly Case[] = [
  kase("killed by hand", "killed", "restart-service", [19, 1], "process:down", "exit:signal-SIGKILL"),
  kase("killed, seen by a shell", "killed", "restart-service", [17, 1], "process:down", "exit:code-137"),
  kase("terminated by hand", "killed", "restart-service", [9, 1], "process:down", "exit:signal-SIGTERM"),
  kase("one uncaught exception", "crash", "restart-service", [14, 4], "process:down", "exit:code-1"),
  kase("segmentation fault", "crash", "restart-service", [7, 3], "process:down", "exit:signal-SIGSEGV"),
  kase("down, end unseen", "crash", "restart-service", [8, 4], "process:down", "check:refused"),
  kase("suspended", "hang", "continue-process", [19, 1], "state:T", "check:timeout"),
  kase("hangs", "hang", "restart-service", [12, 4], "check:timeout"),
  kase("heap full once", "memory_leak", "restart-service", [8, 4], "process:down", "exit:code-134"),
  kase(
    "heap full, said",
    "memory_leak",
    "restart-service",
    [8, 4],
    "process:down",
    "exit:signal-SIGABRT",
    "says:log_heap_oom",
  ),
  kase(
    "heap full since the release",
    "bad_release",
    "roll-back-release",
    [13, 1],
    "process:down",
    "exit:code-134",
    "release:changed",
    "says:log_heap_oom",
  ),
  kase(
    "bad URL in the environment",
    "bad_environment",
    "restore-environment",
    [14, 1],
    "process:down",
    "exit:code-1",
    "log:ERR_INVALID_URL",
    "says:log_invalid_url",
  ),
  kase(
    "variable not set",
    "bad_environment",
    "restore-environment",
    [14, 1],
    "process:down",
    "exit:code-1",
    "says:log_missing_variable",
  ),
  kase(
    "bad configuration",
    "bad_config",
    "restore-file",
    [13, 1],
    "process:down",
    "exit:code-1",
    "says:log_config_error",
  ),
  kase(
    "emergency in the configuration",
    "bad_config",
    "restore-file",
    [9, 1],
    "log:nginx-emerg",
    "says:log_config_error",
  ),
  kase(
    "file may not be read",
    "bad_permissions",
    "restore-mode",
    [12, 1],
    "process:down",
    "exit:code-1",
    "log:EACCES",
    "says:log_permission",
  ),
  kase(
    "file may not be served",
    "bad_permissions",
    "restore-mode",
    [12, 1],
    "check:status-4xx",
    "log:EACCES",
    "says:log_permission",
  ),
  kase(
    "port taken",
    "port_conflict",
    "stop-intruder",
    [11, 2],
    "process:down",
    "port:foreign",
    "log:EADDRINUSE",
    "says:log_address_in_use",
  ),
  kase(
    "somebody else answers",
    "port_conflict",
    "stop-intruder",
    [9, 2],
    "process:down",
    "port:foreign",
    "check:status-4xx",
  ),
  kase(
    "crashes since the release",
    "bad_release",
    "roll-back-release",
    [13, 1],
    "process:down",
    "exit:code-1",
    "release:changed",
  ),
  kase(
    "loops since the release",
    "bad_release",
    "roll-back-release",
    [15, 1],
    "process:crash-loop",
    "process:down",
    "exit:code-1",
    "release:changed",
  ),
  kase(
    "errors since the release",
    "bad_release",
    "roll-back-release",
    [16, 1],
    "release:changed",
    "metric:error-rate",
    "check:status-5xx",
  ),
  kase("slow since the release", "bad_release", "roll-back-release", [9, 2], "release:changed", "check:slow"),
  kase("wrong answers", "bad_cache", "clear-cache", [12, 3], "check:body"),
  kase(
    "cache named",
    "bad_cache",
    "clear-cache",
    [15, 1],
    "check:status-5xx",
    "metric:error-rate",
    "says:cache_sign",
    "says:log_cache",
  ),
  kase("errors, nothing new", "bad_cache", "clear-cache", [8, 4], "check:status-5xx", "metric:error-rate"),
  kase("memory over its limit", "memory_pressure", "clear-cache", [10, 4], "says:own_memory"),
  kase(
    "memory over its limit, new release",
    "bad_release",
    "roll-back-release",
    [10, 2],
    "says:own_memory",
    "release:changed",
  ),
  kase("processor at its limit", "cpu_runaway", "pause-work", [10, 4], "usage:cpu-high", "says:own_cpu"),
  kase("starved", "cpu_contention", "renice-process", [9, 3], "usage:starved", "check:slow", "says:starved"),
  kase("starved, not slow yet", "cpu_contention", "renice-process", [9, 3], "usage:starved", "says:starved"),
  kase(
    "stale lock",
    "stale_lock",
    "restart-clean",
    [11, 1],
    "process:down",
    "exit:code-1",
    "says:log_stale_lock",
  ),
  kase("disk full", "disk_full", "free-disk", [9, 3], "disk:full", "log:ENOSPC", "says:log_no_space"),
  kase("disk full of one log", "disk_full", "rotate-log", [10, 2], "disk:full", "log:flood"),
  kase("out of descriptors", "connection_leak", "restart-service", [8, 4], "usage:fds-high", "log:EMFILE"),
];
