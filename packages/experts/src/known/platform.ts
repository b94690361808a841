import type { Known } from "./schema.ts";
import { changes } from "./signs.ts";

/** Services, functions and databases that a platform runs: what their own state says when nothing was changed. */
export const platform: readonly Known[] = [
  {
    name: "tasks end because of what they depend on",
    fault: "dependency_down",
    when: ["dependency_down", "tasks_exiting"],
    unless: changes,
    treatments: [],
    confidence: 0.8,
    because: "Its tasks end, and what they depend on does not work.",
  },
  {
    name: "tasks run out of memory",
    fault: "memory_pressure",
    when: ["tasks_oom", "tasks_exiting", "looked"],
    unless: changes,
    treatments: [{ runbook: "restart-service" }],
    confidence: 0.78,
    because: "Its tasks are killed for lack of memory, and nothing has changed.",
  },
  {
    name: "tasks end",
    fault: "crash",
    when: ["tasks_exiting", "looked"],
    unless: [...changes, "tasks_oom"],
    confidence: 0.78,
    because: "Its tasks end by themselves, and nothing has changed.",
  },
  {
    name: "calls turned away",
    fault: "overload",
    when: ["throttled"],
    treatments: [{ runbook: "raise-concurrency" }],
    confidence: 0.86,
    because: "Calls are turned away because no more of them may run at once.",
  },
  {
    name: "all tasks busy",
    fault: "overload",
    when: ["busy_service"],
    unless: ["check_5xx", "check_body", "error_rate"],
    treatments: [{ runbook: "scale-out" }],
    confidence: 0.82,
    because: "All its tasks run and use all the processor that they may.",
  },
  {
    name: "all tasks slow, and there may be more",
    fault: "overload",
    when: ["slow_service", "may_grow"],
    unless: ["check_5xx", "check_body", "error_rate", "memory_rising", "own_memory", "log_lock_wait"],
    treatments: [{ runbook: "scale-out" }],
    confidence: 0.74,
    because: "All its tasks run and it is slow; nothing else explains it, and it may have more tasks.",
  },
  {
    name: "the storage is full",
    fault: "disk_full",
    when: ["storage_full"],
    treatments: [{ runbook: "grow-storage" }],
    confidence: 0.88,
    certain: true,
    because: "Its storage is full, and its platform can give it more.",
  },
];
