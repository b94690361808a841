import { caseFile } from "./case-file.ts";
import * as fact from "./facts.ts";
import * as on from "./platform.ts";
import type { Scenario } from "./scenarios.ts";

const { T0, MINUTE } = fact;
const tasks = on.capacity("tasks", 4, 8);
const more = ["scale-out", "raise-concurrency", "grow-storage"];
const coming = { version: "shop:12", startedAt: T0 - 6 * MINUTE };

export const platformScenarios: readonly Scenario[] = [
  {
    name: "the deployment of a new version has failed",
    file: caseFile({
      symptom: "deployment_stuck",
      target: on.shop(),
      facts: [
        on.deployment({ ...coming, rollout: "failed", running: 0, failedTasks: 10 }),
        on.stops(6),
        on.up(),
        tasks,
        on.newVersion(),
      ],
    }),
    fault: "bad_release",
    right: ["roll-back-release"],
    params: { to: "shop:11" },
    traps: ["restart-service", ...more],
  },
  {
    name: "the tasks of a new version end, and the old ones still serve",
    file: caseFile({
      symptom: "deployment_stuck",
      target: on.shop(),
      facts: [
        on.deployment({ ...coming, rollout: "in_progress", running: 1, failedTasks: 3 }),
        on.stops(3),
        on.up(),
        on.newVersion(),
      ],
    }),
    fault: "bad_release",
    right: ["roll-back-release"],
    traps: ["restart-service", ...more],
  },
  {
    name: "tasks run out of memory since the version changed",
    file: caseFile({
      symptom: "container_oom_killed",
      target: on.shop(),
      facts: [on.deployment(coming), on.outOfMemory(4), on.up(), tasks, on.newVersion()],
    }),
    fault: "bad_release",
    right: ["roll-back-release"],
    traps: ["restart-service", ...more],
  },
  {
    name: "tasks end again and again since the version changed",
    file: caseFile({
      symptom: "container_restarting",
      target: on.shop(),
      facts: [on.deployment(coming), on.stops(5), on.up(), on.newVersion()],
    }),
    fault: "bad_release",
    right: ["roll-back-release"],
    traps: ["restart-service", ...more],
  },
  {
    name: "tasks end again and again, and the version is the old one",
    file: caseFile({
      symptom: "container_restarting",
      target: on.shop(),
      facts: [on.deployment({ running: 3 }), on.stops(4), on.up(), tasks, on.sameVersion()],
    }),
    fault: "crash",
    right: ["restart-service"],
    traps: ["roll-back-release", ...more],
  },
  {
    name: "no task runs any more, and the version is the old one",
    file: caseFile({
      symptom: "container_exited",
      target: on.shop(),
      facts: [on.deployment({ running: 0 }), on.stops(2), on.up(false), fact.refused(), on.sameVersion()],
    }),
    fault: "crash",
    right: ["restart-service"],
    traps: ["roll-back-release", ...more],
  },
  {
    name: "tasks run out of memory, and the version is the old one",
    file: caseFile({
      symptom: "container_oom_killed",
      target: on.shop(),
      facts: [on.deployment({ running: 3 }), on.outOfMemory(4), on.up(), tasks, on.sameVersion()],
    }),
    fault: "memory_pressure",
    right: ["restart-service"],
    traps: ["roll-back-release", ...more],
  },
  {
    name: "all tasks use all the processor they may",
    file: caseFile({
      symptom: "http_slow",
      target: on.shop(),
      facts: [
        on.deployment(),
        on.stops(0),
        on.up(),
        fact.check("slow", { latencyMs: 2_400 }),
        fact.metric("cpu", { value: 93, limit: 85, exhaustsInMs: 0 }),
        tasks,
        on.sameVersion(),
      ],
    }),
    fault: "overload",
    right: ["scale-out"],
    params: { to: 5 },
    traps: ["restart-service", "roll-back-release"],
  },
  {
    name: "all tasks run and are slow, and there may be more",
    file: caseFile({
      symptom: "http_slow",
      target: on.shop(),
      facts: [
        on.deployment(),
        on.stops(0),
        on.up(),
        fact.check("slow", { latencyMs: 2_400 }),
        tasks,
        on.sameVersion(),
      ],
    }),
    fault: "overload",
    right: ["scale-out"],
    traps: ["restart-service", "roll-back-release"],
  },
  {
    name: "calls of a function are turned away",
    file: caseFile({
      symptom: "function_throttled",
      target: on.resize(),
      facts: [
        on.calls({ throttles: 90 }),
        on.capacity("concurrency", 10, 50),
        fact.errorRate(0),
        on.up(),
        on.sameVersion(),
      ],
    }),
    fault: "overload",
    right: ["raise-concurrency"],
    params: { to: 11 },
    traps: ["roll-back-release"],
  },
  {
    name: "a function fails since its version changed",
    file: caseFile({
      symptom: "error_rate_high",
      target: on.resize(),
      facts: [on.calls({ errors: 220 }), fact.errorRate(0.55), on.up(), on.newVersion()],
    }),
    fault: "bad_release",
    right: ["roll-back-release"],
    traps: more,
  },
  {
    name: "a database has nearly no storage left",
    file: caseFile({
      symptom: "disk_full",
      target: on.orders(),
      facts: [
        on.storage(96),
        on.capacity("storage_gib", 100, 200),
        on.up(),
        fact.check("ok", { type: "tcp" }),
      ],
    }),
    fault: "disk_full",
    right: ["grow-storage"],
    traps: ["restart-service"],
  },
  {
    name: "a database does not answer though it is available",
    file: caseFile({
      symptom: "tcp_unreachable",
      target: on.orders(),
      facts: [
        on.up(),
        fact.check("timeout", { type: "tcp" }),
        on.storage(40),
        on.capacity("storage_gib", 100, 200),
      ],
    }),
    fault: "hang",
    right: ["restart-service"],
    traps: more,
  },
];
