import type { CaseFile, FaultClass, Params } from "@gradus/core";
import * as fact from "./facts.ts";
import { caseFile, chatbot } from "./case-file.ts";

const { T0, SECOND, MINUTE, HOUR } = fact;

/** A case with its right answer, and the answers that would be wrong in an instructive way. */
export interface Scenario {
  name: string;
  file: CaseFile;
  fault: FaultClass;
  /** Right remedies, the best first. Empty: to do nothing here is right. */
  right: readonly string[];
  params?: Params;
  /** Symptom fixes that count as failures. */
  traps: readonly string[];
  /** False: not decisive enough for phase 1. */
  instant?: boolean;
}

const invalidUrl = fact.log("TypeError: Invalid URL", { code: "ERR_INVALID_URL" });
const inUse = fact.log("Error: listen EADDRINUSE: address already in use 127.0.0.1:7102", {
  code: "EADDRINUSE",
});
const heap = fact.log("FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory", {
  level: "fatal",
});
const crashed = fact.log("Error: Cannot finish request: upstream closed the stream twice");
const CONFIG = "/srv/chatbot/config.json";
const calm = [fact.oldRelease(), fact.host(), fact.dependency(true)];

const restarts = ["restart-service", "restart-clean"];
const big = ["roll-back-release", "restore-file", "restore-environment", "clear-cache", "stop-intruder"];

export const scenarios: readonly Scenario[] = [
  {
    name: "N1 an uncaught throw ends the process",
    file: caseFile({
      symptom: "service_down",
      facts: [fact.ended({ code: 1 }), fact.refused(), crashed, ...calm],
    }),
    fault: "crash",
    right: ["restart-service"],
    traps: big,
  },
  {
    name: "N1 it throws again and again right after a release",
    file: caseFile({
      symptom: "service_crash_loop",
      facts: [fact.failedToStart(1, 3), fact.refused(), crashed, fact.release(), fact.host()],
    }),
    fault: "bad_release",
    right: ["roll-back-release"],
    params: { to: "1.1.0" },
    traps: restarts,
  },
  {
    name: "N1 it loops after a release that the baseline has taken over",
    file: caseFile({
      symptom: "service_crash_loop",
      offers: [{ runbook: "roll-back-release", params: { to: "1.0.0" } }],
      facts: [
        fact.ended({ code: 1 }, { recentStarts: 4, startedAt: T0 - 20 * SECOND }),
        crashed,
        fact.release({ version: "1.1.0", previous: "1.0.0", changedAt: T0 - 20 * MINUTE }),
      ],
    }),
    fault: "bad_release",
    right: ["roll-back-release"],
    params: { to: "1.0.0" },
    traps: ["restart-service"],
  },
  {
    name: "N2 killed with SIGKILL",
    file: caseFile({
      symptom: "service_down",
      facts: [fact.ended({ signal: "SIGKILL" }), fact.refused(), ...calm],
    }),
    fault: "killed",
    right: ["restart-service"],
    traps: big,
  },
  {
    name: "N2 killed with SIGKILL, seen as exit 137, just after a release",
    file: caseFile({
      symptom: "service_down",
      facts: [fact.ended({ code: 137 }), fact.refused(), fact.release(), fact.host()],
    }),
    fault: "killed",
    right: ["restart-service"],
    traps: big,
  },
  {
    name: "N3 suspended: TCP accepts, HTTP does not answer",
    file: caseFile({
      symptom: "service_suspended",
      facts: [
        fact.running({ state: "T" }),
        fact.check("timeout"),
        fact.check("ok", { check: "1", type: "tcp" }),
        fact.usage(),
        ...calm,
      ],
    }),
    fault: "hang",
    right: ["continue-process"],
    traps: [...restarts, ...big],
  },
  {
    name: "hangs without being suspended",
    file: caseFile({
      symptom: "http_timeout",
      facts: [
        fact.running(),
        fact.check("timeout"),
        fact.check("ok", { check: "1", type: "tcp" }),
        fact.usage(),
        ...calm,
      ],
    }),
    fault: "hang",
    right: ["restart-service"],
    traps: big,
  },
  {
    name: "N4 out of heap since a release",
    file: caseFile({
      symptom: "service_down",
      facts: [
        fact.ended({ code: 134 }),
        fact.refused(),
        heap,
        fact.release({ changedAt: T0 - 3 * MINUTE }),
        fact.host(),
      ],
    }),
    fault: "bad_release",
    right: ["roll-back-release"],
    traps: restarts,
  },
  {
    name: "N4 out of heap since the heap limit was made smaller",
    file: caseFile({
      symptom: "service_down",
      facts: [
        fact.ended({ signal: "SIGABRT" }, { startedAt: T0 - 40 * SECOND }),
        fact.refused(),
        heap,
        fact.drift("environment", "NODE_OPTIONS", {
          expected: "--max-old-space-size=96",
          actual: "--max-old-space-size=12",
          changedAt: T0 - 50 * SECOND,
        }),
        ...calm,
      ],
    }),
    fault: "bad_environment",
    right: ["restore-environment"],
    params: { name: "NODE_OPTIONS" },
    traps: restarts,
  },
  {
    name: "N4 out of heap, nothing changed",
    file: caseFile({
      symptom: "service_down",
      facts: [fact.ended({ code: 134 }), fact.refused(), heap, ...calm],
    }),
    fault: "memory_leak",
    right: ["restart-service"],
    traps: big,
  },
  {
    name: "N5 a hog takes the processor and the service is slow",
    file: caseFile({
      symptom: "http_slow",
      facts: [
        fact.running(),
        fact.check("slow", { latencyMs: 1_900 }),
        fact.usage({ waitPercent: 44 }),
        fact.host([fact.busy({})]),
        fact.oldRelease(),
        fact.dependency(true),
      ],
    }),
    fault: "cpu_contention",
    right: ["renice-process", "stop-intruder"],
    params: { pid: 9_001, startedAt: T0 - MINUTE, nice: 19 },
    traps: [...restarts, "pause-work", "clear-cache", "roll-back-release"],
  },
  {
    name: "N5 starved, not slow yet",
    file: caseFile({
      symptom: "cpu_starved",
      facts: [fact.running(), fact.check("ok"), fact.usage({ waitPercent: 30 }), fact.host([fact.busy({})])],
    }),
    fault: "cpu_contention",
    right: ["renice-process", "stop-intruder"],
    traps: [...restarts, "pause-work", "clear-cache"],
  },
  {
    name: "N6 a squatter holds the port",
    file: caseFile({
      symptom: "service_down",
      facts: [
        fact.failedToStart(),
        fact.check("status", { status: 404 }),
        inUse,
        fact.port("foreign"),
        ...calm,
      ],
    }),
    fault: "port_conflict",
    right: ["stop-intruder"],
    params: { pid: 9_500, startedAt: T0 - MINUTE },
    traps: [...restarts, "roll-back-release", "restore-environment"],
  },
  {
    name: "N6 another of our own targets holds the port",
    file: caseFile({
      symptom: "service_down",
      facts: [fact.failedToStart(), fact.refused(), inUse, fact.port("target"), ...calm],
    }),
    fault: "port_conflict",
    right: [],
    traps: [...restarts, "stop-intruder", "roll-back-release"],
  },
  {
    name: "N7 a variable is missing and the log says ERR_INVALID_URL",
    file: caseFile({
      symptom: "service_down",
      facts: [
        fact.failedToStart(),
        fact.refused(),
        invalidUrl,
        fact.drift("environment", "PUBLIC_BASE_URL", { expected: "http://127.0.0.1:7102", actual: null }),
        ...calm,
      ],
    }),
    fault: "bad_environment",
    right: ["restore-environment"],
    params: { name: "PUBLIC_BASE_URL" },
    traps: [...restarts, "roll-back-release", "clear-cache"],
  },
  {
    name: "N7 two variables differ and the log names the older change",
    file: caseFile({
      symptom: "service_crash_loop",
      facts: [
        fact.failedToStart(1, 3),
        fact.refused(),
        fact.log("Error: Environment variable HOST is not set"),
        fact.drift("environment", "FEATURE_FLAGS", { changedAt: T0 - 5 * SECOND }),
        fact.drift("environment", "HOST", { actual: null, changedAt: T0 - 20 * SECOND }),
        ...calm,
      ],
    }),
    fault: "bad_environment",
    right: ["restore-environment"],
    params: { name: "HOST" },
    traps: restarts,
  },
  {
    name: "N7 a dependency's address was changed while the dependency is well",
    file: caseFile({
      symptom: "http_status",
      facts: [
        fact.running({ startedAt: T0 - 30 * SECOND }),
        fact.unhealthy({ "email-blast": "connect ECONNREFUSED 127.0.0.1:7999" }),
        fact.log("dependency email-blast is down", { code: "ECONNREFUSED" }),
        fact.drift("environment", "EMAIL_BLAST_URL", {
          expected: "http://127.0.0.1:7101",
          actual: "http://127.0.0.1:7999",
          changedAt: T0 - 40 * SECOND,
        }),
        ...calm,
      ],
    }),
    fault: "bad_environment",
    right: ["restore-environment"],
    params: { name: "EMAIL_BLAST_URL" },
    traps: [...restarts, "clear-cache", "roll-back-release"],
  },
  {
    name: "N8 errors since a release",
    file: caseFile({
      symptom: "error_rate_high",
      facts: [
        fact.running({ startedAt: T0 - 25 * SECOND }),
        fact.unhealthy({ errors: "error rate 0.6 over 40 requests" }),
        fact.errorRate(0.6),
        fact.log("TypeError: Cannot read properties of undefined (reading 'tier')"),
        fact.release(),
        fact.host(),
        fact.dependency(true),
      ],
    }),
    fault: "bad_release",
    right: ["roll-back-release"],
    params: { to: "1.1.0" },
    traps: [...restarts, "clear-cache"],
  },
  {
    name: "N9 a poisoned cache, named by the health page",
    file: caseFile({
      symptom: "http_status",
      facts: [
        fact.running(),
        fact.unhealthy({ cache: "12 of 14 entries fail verification" }),
        fact.errorRate(0.02),
        fact.metric("cache_corrupt_entries", { value: 12, score: 9 }),
        ...calm,
      ],
    }),
    fault: "bad_cache",
    right: ["clear-cache"],
    traps: [...restarts, "roll-back-release"],
  },
  {
    name: "N10 errors from an unreadable cache segment",
    file: caseFile({
      symptom: "http_status",
      facts: [
        fact.running(),
        fact.unhealthy({ errors: "error rate 0.5 over 40 requests" }),
        fact.errorRate(0.5),
        fact.log("Error: cache segment 1 is unreadable: unexpected end of segment"),
        ...calm,
      ],
    }),
    fault: "bad_cache",
    right: ["clear-cache"],
    traps: [...restarts, "roll-back-release"],
  },
  {
    name: "N10 memory high, nothing changed",
    file: caseFile({
      symptom: "memory_high",
      facts: [
        fact.running(),
        fact.check("ok"),
        fact.usage({ rssBytes: 210e6 }),
        fact.metric("cache_bytes", { value: 150e6, score: 30 }),
        ...calm,
      ],
    }),
    fault: "memory_pressure",
    right: ["clear-cache"],
    traps: [...restarts, "roll-back-release"],
  },
  {
    name: "memory high since a release",
    file: caseFile({
      symptom: "memory_high",
      facts: [fact.running(), fact.check("ok"), fact.usage({ rssBytes: 210e6 }), fact.release(), fact.host()],
    }),
    fault: "bad_release",
    right: ["roll-back-release"],
    traps: [...restarts, "clear-cache"],
  },
  {
    name: "N10 its own work burns the processor",
    file: caseFile({
      symptom: "cpu_high",
      facts: [
        fact.running(),
        fact.check("ok"),
        fact.usage({ cpuPercent: 93 }),
        fact.host([fact.busy({ pid: fact.PID, target: "chatbot", cpuPercent: 93 })], {
          cpuPercent: 60,
          cpuPressure: 4,
        }),
        fact.oldRelease(),
      ],
    }),
    fault: "cpu_runaway",
    right: ["pause-work", "restart-service"],
    traps: ["renice-process", "stop-intruder", "roll-back-release", "clear-cache"],
  },
  {
    name: "H1 the disk is full",
    file: caseFile({
      symptom: "disk_full",
      facts: [
        fact.running(),
        fact.check("ok"),
        fact.disk(100),
        fact.log("Error: ENOSPC: no space left on device, write", { code: "ENOSPC" }),
        ...calm,
      ],
    }),
    fault: "disk_full",
    right: ["free-disk", "rotate-log"],
    traps: [...restarts, "clear-cache", "roll-back-release"],
  },
  {
    name: "H3 a file may not be read any more",
    file: caseFile({
      symptom: "service_down",
      facts: [
        fact.failedToStart(),
        fact.refused(),
        fact.log(`Error: EACCES: permission denied, open 'config.json'`, { code: "EACCES" }),
        fact.drift("mode", CONFIG, { expected: 0o644, actual: 0 }),
        ...calm,
      ],
    }),
    fault: "bad_permissions",
    right: ["restore-mode"],
    params: { path: CONFIG },
    traps: [...restarts, "restore-file", "roll-back-release"],
  },
  {
    name: "a configuration file was broken",
    file: caseFile({
      symptom: "service_down",
      facts: [
        fact.failedToStart(),
        fact.refused(),
        fact.log(`TypeError: config.json: "language" must be a string, got 7`),
        fact.drift("file", CONFIG),
        ...calm,
      ],
    }),
    fault: "bad_config",
    right: ["restore-file"],
    params: { path: CONFIG },
    traps: [...restarts, "roll-back-release"],
  },
  {
    name: "H2 the log floods since LOG_LEVEL was changed",
    file: caseFile({
      symptom: "log_flood",
      facts: [
        fact.running({ startedAt: T0 - MINUTE }),
        fact.check("ok"),
        fact.log("rooms: polled room 3", { level: "debug", count: 4_000, rate: 24_000, usualRate: 0 }),
        fact.drift("environment", "LOG_LEVEL", {
          expected: "info",
          actual: "debug",
          changedAt: T0 - 61 * SECOND,
        }),
        ...calm,
      ],
    }),
    fault: "bad_environment",
    right: ["restore-environment"],
    params: { name: "LOG_LEVEL" },
    traps: [...restarts, "rotate-log"],
  },
  {
    name: "C3 what it depends on is down",
    file: caseFile({
      symptom: "http_status",
      facts: [
        fact.running(),
        fact.unhealthy({ "email-blast": "no answer in 1000 ms" }),
        fact.log("GET /api/digest/ada 503 DependencyError: email-blast is unavailable", {
          code: "ECONNREFUSED",
        }),
        fact.errorRate(0.4),
        fact.dependency(false),
        fact.oldRelease(),
      ],
    }),
    fault: "dependency_down",
    right: [],
    traps: [...restarts, "clear-cache", "roll-back-release", "restore-environment"],
  },
  {
    name: "W2 a bad configuration that the running workers have not read",
    file: caseFile({
      symptom: "http_body",
      target: chatbot({ software: "nginx" }),
      facts: [
        fact.running(),
        fact.check("body"),
        fact.log('[emerg] unknown directive "upsteam" in config.json:3'),
        fact.drift("file", CONFIG),
        fact.host(),
      ],
    }),
    fault: "bad_config",
    right: ["restore-file"],
    traps: [...restarts, "clear-cache"],
  },
  {
    name: "a lock file of an earlier run",
    file: caseFile({
      symptom: "service_down",
      facts: [
        fact.failedToStart(),
        fact.refused(),
        fact.log("Error: pid file /run/chatbot.pid already exists"),
        ...calm,
      ],
    }),
    fault: "stale_lock",
    right: ["restart-clean"],
    traps: ["restart-service", "roll-back-release"],
  },
  {
    name: "killed although a variable was changed long ago and has proven itself",
    file: caseFile({
      symptom: "service_down",
      facts: [
        fact.ended({ signal: "SIGKILL" }),
        fact.refused(),
        fact.drift("environment", "FEATURE_FLAGS", { changedAt: T0 - 5 * HOUR }),
        ...calm,
      ],
    }),
    fault: "killed",
    right: ["restart-service"],
    traps: ["restore-environment", "roll-back-release"],
  },
];
