import type { FaultClass } from "@gradus/core";
import { type FindingId, hasAny, type Reading } from "../findings/find.ts";
import type { Specialist } from "../knowledge/index.ts";

/** What a specialist knows better: log-odds added to a fault class that has some evidence for it. */
export interface SpecialistKnowledge {
  id: Specialist;
  software: RegExp;
  /** What it is run by. */
  manager?: RegExp;
  findings: readonly FindingId[];
  weights: Partial<Record<FaultClass, number>>;
}

const specialists: readonly SpecialistKnowledge[] = [
  {
    id: "database",
    software: /postgres|mysql|maria|redis|valkey|mongo/i,
    manager: /^rds$/,
    findings: ["log_connections", "log_lock_wait", "log_grant", "log_replica"],
    weights: {
      connection_leak: 0.8,
      lock_contention: 0.8,
      lost_grant: 0.8,
      replication: 0.8,
      crash: -0.3,
      overload: -0.3,
    },
  },
  {
    id: "container",
    software: /^$/,
    manager: /^(container|ecs)$/,
    findings: ["oom_killed"],
    weights: { memory_pressure: 0.5, memory_leak: 0.3, killed: -0.8 },
  },
  {
    id: "network",
    software: /nginx|haproxy|envoy|traefik|caddy|dns/i,
    findings: [
      "port_foreign",
      "port_ours",
      "check_tls",
      "dependency_down",
      "dependency_blamed",
      "log_certificate",
    ],
    weights: { port_conflict: 0.3, certificate: 0.4, dependency_down: 0.3, bad_config: 0.3, bad_cache: -0.4 },
  },
];

/** Everything else: processes, memory, processor. The weights of the knowledge are its own. */
const runtime: SpecialistKnowledge = { id: "runtime", software: /./, findings: [], weights: {} };

/** The specialist that fits the software, or else what was found. */
export function specialistFor(reading: Reading): SpecialistKnowledge {
  const { software, manager } = reading.file.target;
  const fitting =
    specialists.find((s) => s.software.test(software)) ??
    specialists.find((s) => manager && s.manager?.test(manager.kind)) ??
    specialists.find((s) => hasAny(reading, s.findings));
  return fitting ?? runtime;
}
