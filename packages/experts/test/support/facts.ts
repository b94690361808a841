import type { FactOf } from "@gradus/core";

/** When the cases of these tests open: facts are dated around it, as detectors and diagnostics date them. */
export const T0 = 1_763_640_000_000;
export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const PID = 4_200;

type Process = FactOf<"process">;

/** Runs since an hour, or as given. */
export const running = (more: Partial<Process> = {}): Process => ({
  kind: "process",
  running: true,
  pid: PID,
  state: "S",
  startedAt: T0 - HOUR,
  recentStarts: 0,
  ...more,
});

/** Was started an hour ago and has just ended, or as given. */
export const ended = (
  how: { code?: number | null; signal?: string | null },
  more: Partial<Process> = {},
): Process => ({
  kind: "process",
  running: false,
  startedAt: T0 - HOUR,
  exitCode: how.code ?? null,
  exitSignal: how.signal ?? null,
  exitedAt: T0 - 2 * SECOND,
  recentStarts: 0,
  ...more,
});

/** Was started a few seconds ago and never got to work. */
export const failedToStart = (code = 1, recentStarts = 1): Process =>
  ended({ code }, { startedAt: T0 - 3 * SECOND, exitedAt: T0 - 2 * SECOND, recentStarts });

export const check = (
  outcome: FactOf<"check">["outcome"],
  more: Partial<FactOf<"check">> = {},
): FactOf<"check"> => ({
  kind: "check",
  check: "0",
  type: "http",
  outcome,
  latencyMs: 12,
  ...(outcome === "ok" ? { status: 200 } : {}),
  ...more,
});

export const refused = (): FactOf<"check"> =>
  check("refused", { detail: "ECONNREFUSED: connect ECONNREFUSED 127.0.0.1:7102" });

/** The demo services' health page: 503 with what is wrong. */
export const unhealthy = (checks: Record<string, string> = {}): FactOf<"check"> => {
  const page = {
    status: "failing",
    service: "chatbot",
    version: "1.1.0",
    checks: {} as Record<string, unknown>,
  };
  for (const [name, detail] of Object.entries({ cache: "14 entries", ...checks })) {
    page.checks[name] = { status: name in checks ? "failing" : "ok", detail };
  }
  return check("status", { status: 503, detail: `expected 200: ${JSON.stringify(page)}`.slice(0, 310) });
};

export const usage = (more: Partial<FactOf<"usage">> = {}): FactOf<"usage"> => ({
  kind: "usage",
  pid: PID,
  rssBytes: 60e6,
  cpuPercent: 8,
  waitPercent: 0.4,
  fds: 24,
  fdLimit: 1_024,
  ...more,
});

type Busy = FactOf<"host">["top"][number];
export const busy = (more: Partial<Busy>): Busy => ({
  pid: 9_001,
  startedAt: T0 - MINUTE,
  command: "node cpu-hog.mjs",
  cpuPercent: 190,
  rssBytes: 40e6,
  nice: 0,
  ...more,
});

/** A host with the target's own process, Gradus, and whoever else is given. */
export const host = (top: Busy[] = [], more: Partial<FactOf<"host">> = {}): FactOf<"host"> => ({
  kind: "host",
  cpuPercent: top.length > 0 ? 99 : 20,
  cpuPressure: top.length > 0 ? 60 : 1,
  memoryPercent: 40,
  cores: 2,
  top: [
    ...top,
    busy({ pid: PID, command: "node server.mjs", cpuPercent: 8, target: "chatbot" }),
    busy({ pid: 100, command: "node gradus.mjs", cpuPercent: 3, own: true }),
  ],
  ...more,
});

export const log = (sample: string, more: Partial<FactOf<"log">> = {}): FactOf<"log"> => ({
  kind: "log",
  path: "/srv/chatbot/logs/service.log",
  templateId: sample.slice(0, 24),
  template: sample.replaceAll(/\d+/g, "<*>"),
  level: "error",
  count: 1,
  rate: 1,
  usualRate: 0,
  isNew: true,
  sample,
  ...more,
});

export const drift = (
  aspect: FactOf<"drift">["aspect"],
  key: string,
  more: Partial<FactOf<"drift">> = {},
): FactOf<"drift"> => ({
  kind: "drift",
  aspect,
  key,
  expected: "as it was",
  actual: "something else",
  changedAt: T0 - 10 * SECOND,
  ...more,
});

/** Version 1.2.0 where the baseline knows 1.1.0, deployed half a minute ago, or as given. */
export const release = (more: Partial<FactOf<"release">> = {}): FactOf<"release"> => ({
  kind: "release",
  version: "1.2.0",
  previous: "1.1.0",
  baselineVersion: "1.1.0",
  changedAt: T0 - 30 * SECOND,
  ...more,
});

/** 1.1.0 since two days, as the baseline knows it. */
export const oldRelease = (): FactOf<"release"> =>
  release({ version: "1.1.0", previous: "1.0.0", changedAt: T0 - 48 * HOUR });

export const port = (owner: FactOf<"port">["owner"], more: Partial<FactOf<"port">> = {}): FactOf<"port"> => ({
  kind: "port",
  port: 7_102,
  listening: owner !== "none",
  owner,
  ...(owner === "none"
    ? {}
    : { pid: owner === "self" ? PID : 9_500, startedAt: T0 - MINUTE, command: "node" }),
  ...more,
});

export const errorRate = (rate: number): FactOf<"error_rate"> => ({
  kind: "error_rate",
  rate,
  max: 0.2,
  requests: 50,
});

export const dependency = (healthy: boolean, target = "email-blast"): FactOf<"dependency"> => ({
  kind: "dependency",
  target,
  healthy,
  direction: "upstream",
  ...(healthy ? {} : { symptom: "service_down" }),
});

export const metric = (series: string, more: Partial<FactOf<"metric">> = {}): FactOf<"metric"> => ({
  kind: "metric",
  series,
  value: 1,
  ...more,
});

export const disk = (usedPercent: number): FactOf<"disk"> => ({
  kind: "disk",
  path: "/srv/chatbot/logs",
  usedPercent,
  inodesPercent: 4,
  maxPercent: 90,
});
