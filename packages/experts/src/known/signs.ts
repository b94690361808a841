import type { FindingId } from "../findings/find.ts";

/** Signs that the target does not do its work, or soon will not. */
export const harm = [
  "down",
  "check_failing",
  "error_rate",
  "own_cpu",
  "own_memory",
  "log_flood",
  "crash_loop",
  "fds_high",
  "deployment_stuck",
  "tasks_exiting",
  "calls_slow",
] as const satisfies readonly FindingId[];
export const wrongAnswers = ["check_5xx", "check_body", "error_rate"] as const satisfies readonly FindingId[];
export const changes = [
  "env_drift",
  "file_drift",
  "mode_drift",
  "release_changed",
] as const satisfies readonly FindingId[];
