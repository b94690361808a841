import type { Known } from "./schema.ts";
import { harm, wrongAnswers } from "./signs.ts";

const endings = ["exited_error", "crash_loop", "died_at_start", "tasks_exiting"] as const;

/** What is read from the whole picture: what is around it, and what is in effect. */
export const far: readonly Known[] = [
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
    when: ["release_changed", [...wrongAnswers, ...endings, "check_4xx", "deployment_stuck"]],
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
];
