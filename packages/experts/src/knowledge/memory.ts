import type { Family } from "./schema.ts";

/** Memory: a leak that ends in an abort, and too much of it in use now. */
export const memoryFamilies: readonly Family[] = [
  {
    fault: "memory_leak",
    explains: "The heap grows until the runtime gives up.",
    blames: "target",
    prior: -2,
    speaksFor: {
      aborted: 2.6,
      log_heap_oom: 3,
      oom_killed: 1.2,
      tasks_oom: 0.4,
      memory_rising: 1.8,
      own_memory: 0.4,
    },
    speaksAgainst: { env_named: -2.5, release_changed: -2.5, killed: -1.5, exited_error: -1, cache_big: -1 },
    expects: [
      {
        any: ["aborted", "log_heap_oom", "oom_killed", "memory_rising"],
        otherwise: "memory neither ran out nor rises",
      },
    ],
    refutedBy: ["killed"],
    treatments: [
      { runbook: "roll-back-release", when: ["release_changed", "release_recent"] },
      { runbook: "restart-service" },
      { runbook: "restart-clean" },
    ],
    traps: [
      {
        runbook: "restart-service",
        why: "the release that leaks leaks again: scheduled restarts are no cure",
        when: ["release_changed"],
        until: "roll-back-release",
      },
      {
        runbook: "restart-service",
        why: "the heap limit that was taken away or made smaller is still wrong",
        when: ["env_named"],
      },
      { runbook: "scale-out", why: "every new task leaks as well" },
    ],
    predicts: "Memory stays flat after the start and no further abort is seen.",
    withoutAction: "It aborts again when the heap is full. Take a heap snapshot.",
    specialist: "runtime",
  },
  {
    fault: "memory_pressure",
    explains: "Too much memory is held now: a cache that grew, or work that piled up.",
    blames: "target",
    prior: -1.5,
    speaksFor: {
      own_memory: 3,
      memory_rising: 0.8,
      cache_big: 1.5,
      oom_killed: 2,
      tasks_oom: 2,
      host_memory: 0.5,
    },
    speaksAgainst: { down: -1, release_changed: -2.4, env_named: -1.5, log_heap_oom: -1 },
    expects: [
      {
        any: ["own_memory", "memory_rising", "oom_killed", "host_memory"],
        otherwise: "its memory is normal",
      },
    ],
    refutedBy: ["killed"],
    treatments: [
      { runbook: "clear-cache", unless: ["down"] },
      { runbook: "roll-back-release", when: ["release_changed"] },
      { runbook: "restart-service" },
      { runbook: "restart-clean" },
    ],
    traps: [
      {
        runbook: "clear-cache",
        why: "the new release holds the memory, not the cache",
        when: ["release_changed"],
        until: "roll-back-release",
      },
      { runbook: "scale-out", why: "each task has as little memory as before" },
    ],
    predicts: "Resident memory falls below its limit and stays there.",
    withoutAction: "It may be killed for lack of memory.",
    specialist: "runtime",
  },
];
