import {
  type Action,
  type CaseFile,
  type Fact,
  type FactOf,
  factsOf,
  type Observation,
  parseTarget,
  type Target,
} from "@gradus/core";
import { cards } from "./cards.ts";
import { T0 } from "./facts.ts";

/** A service of the demo fleet, as its entry in targets.yaml is parsed. */
export const chatbot = (more: Partial<Target> = {}): Target => ({
  ...parseTarget({
    id: "chatbot",
    software: "node",
    manager: {
      kind: "process",
      command: ["node", "current/server.mjs"],
      cwd: "/srv/chatbot",
      environmentFile: "/srv/chatbot/service.env",
      output: "/srv/chatbot/logs/service.log",
    },
    health: [{ kind: "http", url: "http://127.0.0.1:7102/health", body: '"chatbot"' }],
    files: [{ path: "/srv/chatbot/config.json" }],
    release: { kind: "symlink", link: "/srv/chatbot/current", releases: "/srv/chatbot/releases" },
    controls: {
      clearCache: { kind: "http", url: "http://127.0.0.1:7102/admin/cache/clear" },
      pause: { kind: "http", url: "http://127.0.0.1:7102/admin/pause" },
      resume: { kind: "http", url: "http://127.0.0.1:7102/admin/resume" },
    },
    ports: [7_102],
    limits: { memoryBytes: 134e6, cpuPercent: 80, fdPercent: 90 },
    disks: [{ path: "/srv/chatbot/logs" }],
    regenerable: ["/srv/chatbot/logs/*"],
    dependsOn: ["email-blast"],
  }),
  ...more,
});

const SOURCES: Partial<Record<Fact["kind"], Observation["source"]>> = {
  check: "http",
  process: "service",
  container: "container",
  log: "log",
  usage: "resource",
  host: "resource",
  disk: "resource",
  certificate: "resource",
  metric: "metric",
  error_rate: "metric",
  deployment: "container",
  stops: "container",
  calls: "metric",
  capacity: "resource",
  alarm: "metric",
};

const RAISES = { tasks: "scale-out", concurrency: "raise-concurrency", storage_gib: "grow-storage" } as const;

/** Observations of facts in order, one a millisecond, with the sources that detectors and diagnostics give them. */
export const observe = (facts: readonly Fact[], target = "chatbot", at = T0): Observation[] =>
  facts.map((fact, i) => ({
    id: `o${i}-${fact.kind}`,
    source: SOURCES[fact.kind] ?? "diagnostic",
    target,
    at: at + i,
    text: `${fact.kind} seen`,
    fact,
  }));

export interface CaseInput extends Partial<Omit<CaseFile, "symptom" | "target">> {
  symptom: string;
  facts: readonly Fact[];
  target?: Target;
  /** Runbooks that this target does not have. */
  without?: readonly string[];
  /** Actions that are offered besides. */
  offers?: readonly Action[];
  /** True: the task was opened without diagnostics. */
  undiagnosed?: boolean;
}

/** A case as the remediation workflow puts it together: evidence, and the candidates that fit it. */
export function caseFile({
  symptom,
  facts,
  target = chatbot(),
  without = [],
  offers = [],
  undiagnosed,
  ...more
}: CaseInput): CaseFile {
  const looked: Fact[] = undiagnosed ? [] : [{ kind: "note", topic: "baseline", value: "found" }];
  const observations = facts.length === 0 ? [] : observe([...facts, ...looked], target.id);
  return {
    task: "0123456789abcdef-1",
    symptom,
    severity: "critical",
    openedAt: T0,
    now: T0 + 5_000,
    target,
    observations,
    candidates: [...candidatesFor(target, observations), ...offers].filter(
      (c) => !without.includes(c.runbook),
    ),
    cards,
    tabu: [],
    patterns: [],
    neighbours: factsOf(observations, "dependency").map(({ fact }) => ({
      target: fact.target,
      direction: fact.direction,
      healthy: fact.healthy,
      ...(fact.symptom === undefined ? {} : { symptom: fact.symptom }),
    })),
    ...more,
  };
}

const PLATFORM = /^(ecs|lambda|rds)$/;

/** What the hands would offer: the same preconditions as the runbooks declare. */
function candidatesFor(target: Target, observations: readonly Observation[]): Action[] {
  const plain = (runbook: string, fits: boolean): Action[] => (fits ? [{ runbook, params: {} }] : []);
  const drifted = (...aspects: Array<FactOf<"drift">["aspect"]>) =>
    factsOf(observations, "drift")
      .filter((o) => aspects.includes(o.fact.aspect))
      .map((o) => o.fact.key);
  const each = (runbook: string, param: string, values: readonly string[]): Action[] =>
    values.map((value) => ({ runbook, params: { [param]: value } }));
  const names = drifted("environment");
  const version = factsOf(observations, "release").at(-1)?.fact;
  const back = version?.baselineVersion;
  const hogs = factsOf(observations, "host").flatMap((o) =>
    o.fact.top.filter((p) => p.target === undefined && p.own !== true && p.cpuPercent >= 50),
  );
  const squatters = factsOf(observations, "port").filter((o) => o.fact.owner === "foreign");
  const strangers = [
    ...hogs,
    ...squatters.map((o) => ({ pid: o.fact.pid ?? 0, startedAt: o.fact.startedAt ?? 0 })),
  ];
  const suspended = factsOf(observations, "process").some((o) => o.fact.state === "T");
  const isOnPlatform = target.manager !== undefined && PLATFORM.test(target.manager.kind);
  const raised = factsOf(observations, "capacity").filter(({ fact }) => fact.value < (fact.most ?? 0));
  const full = factsOf(observations, "disk").filter((o) => o.fact.usedPercent >= o.fact.maxPercent);
  return [
    ...plain("continue-process", suspended),
    ...plain("reload-service", target.controls.reload !== undefined),
    ...plain("clear-cache", target.controls.clearCache !== undefined),
    ...plain("restart-service", target.manager !== undefined && target.manager.kind !== "lambda"),
    ...plain("restart-clean", target.manager !== undefined && !isOnPlatform),
    ...raised.map(({ fact }) => ({ runbook: RAISES[fact.unit], params: { to: fact.value + 1 } })),
    ...plain("pause-work", target.controls.pause !== undefined),
    ...each("restore-environment", "name", names.length > 1 ? ["*", ...names] : names),
    ...each("restore-file", "path", drifted("file", "missing")),
    ...each("restore-mode", "path", drifted("mode", "owner")),
    ...each(
      "roll-back-release",
      "to",
      version && back !== undefined && back !== version.version ? [back] : [],
    ),
    ...hogs
      .filter((p) => p.nice < 10)
      .map(({ pid, startedAt }) => ({ runbook: "renice-process", params: { pid, startedAt, nice: 19 } })),
    ...strangers.map(({ pid, startedAt }) => ({ runbook: "stop-intruder", params: { pid, startedAt } })),
    ...each("free-disk", "path", target.regenerable.length > 0 ? full.map((o) => o.fact.path) : []),
    ...each(
      "rotate-log",
      "path",
      target.logs.map((l) => l.path),
    ),
  ];
}
