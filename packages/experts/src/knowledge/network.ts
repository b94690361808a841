import type { Family } from "./schema.ts";

const everything = [
  "restart-service",
  "restart-clean",
  "clear-cache",
  "roll-back-release",
  "restore-file",
  "restore-environment",
  "reload-service",
  "pause-work",
];

/** What is around it: the port, what it depends on, connections, certificates. */
export const networkFamilies: readonly Family[] = [
  {
    fault: "port_conflict",
    explains: "Another process holds the port that the target needs.",
    blames: "intruder",
    prior: -2,
    speaksFor: { port_foreign: 4.2, port_ours: 3, log_address_in_use: 2.2, down: 0.4, died_at_start: 0.5 },
    speaksAgainst: { port_own: -4, port_closed: -2.5, killed: -0.3 },
    expects: [{ any: ["port_foreign", "port_ours"], otherwise: "no other process holds the port" }],
    refutedBy: ["port_own"],
    treatments: [{ runbook: "stop-intruder", when: ["port_foreign"], unless: ["port_ours"] }],
    traps: ["restart-service", "restart-clean", "roll-back-release"].map((runbook) => ({
      runbook,
      why: "the port is still taken at the next start",
    })),
    predicts: "The port is free, the target listens on it and its checks pass.",
    withoutAction: "The port's holder is one of our own, or cannot be named: a person decides who moves.",
    specialist: "network",
  },
  {
    fault: "dependency_down",
    explains: "Something it depends on does not work; the target itself is in order.",
    blames: "dependency",
    prior: -1.5,
    speaksFor: {
      dependency_down: 4.2,
      dependency_blamed: 1.5,
      log_refused: 1.6,
      check_5xx: 0.5,
      error_rate: 0.4,
      running: 0.3,
    },
    speaksAgainst: { dependencies_ok: -4, suspended: -2, env_named: -2, port_foreign: -1.5, killed: -3 },
    expects: [{ any: ["dependency_down"], otherwise: "all that it depends on is healthy" }],
    refutedBy: ["dependencies_ok"],
    treatments: [],
    traps: everything.map((runbook) => ({ runbook, why: "the fault is not here but in what it depends on" })),
    predicts: "It recovers by itself once what it depends on does.",
    withoutAction: "It recovers by itself once what it depends on is healthy.",
    specialist: "network",
  },
  {
    fault: "connection_leak",
    explains: "Descriptors or connections are opened and never closed.",
    blames: "target",
    prior: -2.2,
    speaksFor: { fds_high: 3.2, log_too_many_files: 3, log_connections: 1.8 },
    speaksAgainst: { release_changed: -1, down: -0.5 },
    expects: [
      {
        any: ["fds_high", "log_too_many_files", "log_connections"],
        otherwise: "no descriptors or connections run short",
      },
    ],
    refutedBy: [],
    treatments: [
      { runbook: "roll-back-release", when: ["release_changed"] },
      { runbook: "restart-service", unless: ["log_connections"] },
    ],
    traps: [
      {
        runbook: "restart-service",
        why: "it is the leaking client that has to let go, not the server that has to drop everyone",
        when: ["log_connections"],
      },
    ],
    predicts: "Open descriptors fall to what is usual and stay there.",
    withoutAction: "Find who holds the connections and end the idle ones.",
    specialist: "network",
  },
  {
    fault: "certificate",
    explains: "A certificate has expired, is about to, or is not the right one.",
    blames: "target",
    prior: -2.2,
    speaksFor: {
      check_tls: 2.5,
      certificate_expired: 3,
      certificate_expiring: 2,
      log_certificate: 2.5,
      certificate_drift: 2,
    },
    speaksAgainst: { down: -1.5 },
    expects: [
      {
        any: ["check_tls", "certificate_expired", "certificate_expiring", "log_certificate"],
        otherwise: "TLS works and the certificate is valid",
      },
    ],
    refutedBy: [],
    treatments: [
      { runbook: "reload-service", when: ["certificate_renewed"], unless: ["certificate_drift"] },
      { runbook: "restore-file", when: ["certificate_drift"] },
    ],
    traps: [{ runbook: "restart-service", why: "the same certificate is read again" }],
    predicts: "TLS works with a valid certificate; verification stays on.",
    withoutAction: "Issue a new certificate. Verification stays on.",
    specialist: "network",
  },
];
