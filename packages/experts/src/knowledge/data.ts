import type { Family } from "./schema.ts";

/** What it keeps: cache, disk, log. */
export const dataFamilies: readonly Family[] = [
  {
    fault: "bad_cache",
    explains: "What is cached is wrong; what it is made from is right.",
    blames: "target",
    prior: -1.5,
    speaksFor: { cache_sign: 4, log_cache: 3, check_body: 1.5, error_rate: 1, check_5xx: 0.6 },
    speaksAgainst: {
      down: -4,
      release_changed: -2,
      env_drift: -1.3,
      file_drift: -1.3,
      dependency_down: -3,
      check_timeout: -1,
      log_refused: -1,
    },
    expects: [
      { any: ["check_body", "check_5xx", "error_rate"], otherwise: "its answers are right" },
      { any: ["cache_sign", "log_cache", "check_body"], otherwise: "nothing points at the cache" },
    ],
    refutedBy: ["down"],
    treatments: [{ runbook: "clear-cache" }, { runbook: "restart-service" }],
    traps: [
      {
        runbook: "restart-service",
        why: "clearing the cache is enough and interrupts nobody",
        until: "clear-cache",
      },
    ],
    predicts: "Answers are right again and the error rate falls.",
    withoutAction: "Wrong answers go on until the cache is cleared.",
    specialist: "runtime",
  },
  {
    fault: "disk_full",
    explains: "The file system has no room or no inodes left.",
    blames: "host",
    prior: -2,
    speaksFor: { disk_full: 4, log_no_space: 3.2 },
    speaksAgainst: { killed: -0.5, disk_ok: -2 },
    expects: [{ any: ["disk_full", "log_no_space"], otherwise: "there is room on its disks" }],
    refutedBy: [],
    treatments: [
      { runbook: "rotate-log", when: ["log_flood"] },
      { runbook: "free-disk" },
      { runbook: "rotate-log" },
    ],
    traps: ["restart-service", "restart-clean", "roll-back-release", "clear-cache"].map((runbook) => ({
      runbook,
      why: "the disk is as full afterwards",
    })),
    predicts: "Use of the file system falls below its limit; only regenerable files are gone.",
    withoutAction: "Nothing on it may be removed without asking: make room or grow it.",
    specialist: "runtime",
  },
  {
    fault: "log_flood",
    explains: "One message is logged over and over.",
    blames: "target",
    prior: -2,
    speaksFor: { log_flood: 3.4 },
    speaksAgainst: {
      env_named: -3,
      release_changed: -1.5,
      file_named: -1.5,
      dependency_down: -1.5,
      disk_full: -0.5,
    },
    expects: [{ any: ["log_flood"], otherwise: "its log is quiet" }],
    refutedBy: [],
    treatments: [
      { runbook: "restore-environment", when: ["env_named"] },
      { runbook: "roll-back-release", when: ["release_changed"] },
      { runbook: "rotate-log" },
    ],
    traps: [{ runbook: "restart-service", why: "it logs on after the start" }],
    predicts: "The log grows at its usual rate.",
    withoutAction: "Stop the source of the message; do not switch logging off.",
    specialist: "runtime",
  },
];
