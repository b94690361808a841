import type { Family, Trap } from "./schema.ts";

const VICTIM = "the target is the victim: after a restart it gets no more processor than before";
const victim = (runbook: string): Trap => ({ runbook, why: VICTIM });

/** Processor: own runaway work, a neighbour that takes it, and honest load. */
export const processorFamilies: readonly Family[] = [
  {
    fault: "cpu_runaway",
    explains: "Work of its own got away and burns a processor.",
    blames: "target",
    prior: -1.5,
    speaksFor: { own_cpu: 4, check_slow: 0.5, check_timeout: 0.4 },
    speaksAgainst: {
      hog: -1.5,
      starved: -0.6,
      down: -4,
      release_changed: -1,
      file_drift: -1,
      log_flood: -1.2,
    },
    expects: [{ any: ["own_cpu"], otherwise: "its own processor use is not high" }],
    refutedBy: ["down"],
    treatments: [{ runbook: "pause-work" }, { runbook: "restart-service" }, { runbook: "restart-clean" }],
    traps: [{ runbook: "renice-process", why: "there is no other process to blame" }],
    predicts: "Its processor use falls below the limit.",
    withoutAction: "It stays slow. Take a processor profile.",
    specialist: "runtime",
  },
  {
    fault: "cpu_contention",
    explains: "A process that is no target of ours takes the processor; the target waits.",
    blames: "intruder",
    prior: -2,
    speaksFor: { hog: 2.8, hog_watched: 1.5, starved: 2, check_slow: 0.8, check_timeout: 0.5 },
    speaksAgainst: {
      own_cpu: -1.5,
      down: -2,
      check_5xx: -0.8,
      check_body: -2,
      release_changed: -0.4,
      own_memory: -0.8,
    },
    expects: [
      { any: ["hog", "hog_watched"], otherwise: "no other process is busy" },
      {
        any: ["starved", "check_slow", "check_timeout"],
        otherwise: "the target does not wait for the processor",
      },
    ],
    refutedBy: ["down"],
    treatments: [
      { runbook: "renice-process", when: ["hog"] },
      { runbook: "stop-intruder", when: ["hog"] },
    ],
    traps: ["restart-service", "restart-clean", "pause-work", "clear-cache", "roll-back-release"].map(victim),
    predicts: "The target gets its processor time and answers in its usual time; the other process goes on.",
    withoutAction: "It stays slow until the other work is done, moved or stopped by its owner.",
    specialist: "runtime",
  },
  {
    fault: "overload",
    explains: "More honest requests than it can serve.",
    blames: "target",
    prior: -2.5,
    speaksFor: {
      own_cpu: 0.6,
      check_slow: 0.8,
      log_connections: 1.2,
      check_timeout: 0.3,
      throttled: 4.8,
      busy_service: 3.8,
      slow_service: 3,
    },
    speaksAgainst: {
      down: -2,
      tasks_exiting: -2,
      hog: -1.5,
      release_changed: -0.8,
      env_drift: -0.5,
      file_drift: -0.8,
    },
    expects: [
      {
        any: ["own_cpu", "fds_high", "log_connections", "throttled", "busy_service", "slow_service"],
        otherwise: "none of its resources is used up",
      },
    ],
    refutedBy: ["down"],
    treatments: [
      { runbook: "raise-concurrency", when: ["throttled"] },
      { runbook: "scale-out", when: ["busy_service", "slow_service"] },
      { runbook: "pause-work" },
    ],
    traps: [{ runbook: "restart-service", why: "the same requests come back to a cold process" }],
    predicts: "Background work makes room and answers come in time.",
    withoutAction: "Add capacity, or shed load in front of it.",
    specialist: "runtime",
  },
];
