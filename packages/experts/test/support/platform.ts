import { type FactOf, NO_HOST, parseTarget, type Target } from "@gradus/core";
import { MINUTE, release, T0 } from "./facts.ts";

/** A service on ECS, as targets.yaml gives it. */
export const shop = (): Target =>
  parseTarget({
    id: "shop",
    host: NO_HOST,
    manager: { kind: "ecs", cluster: "main", service: "shop", maxTasks: 8 },
    health: [{ kind: "http", url: "https://shop.example.com/health" }],
    release: { kind: "platform" },
    intervalMs: 60_000,
    settleMs: 60_000,
    dependsOn: ["orders"],
  });

/** A function behind an alias. */
export const resize = (): Target =>
  parseTarget({
    id: "resize",
    host: NO_HOST,
    manager: { kind: "lambda", function: "resize", alias: "live", maxConcurrency: 50 },
    release: { kind: "platform" },
  });

/** A database instance on RDS. */
export const orders = (): Target =>
  parseTarget({
    id: "orders",
    host: NO_HOST,
    manager: { kind: "rds", instance: "orders", maxStorageGiB: 200 },
    health: [{ kind: "tcp", host: "orders.example.com", port: 5_432 }],
  });

/** All four tasks run, since days; or as given. */
export const deployment = (more: Partial<FactOf<"deployment">> = {}): FactOf<"deployment"> => ({
  kind: "deployment",
  name: "shop",
  version: "shop:11",
  rollout: "completed",
  desired: 4,
  running: 4,
  pending: 0,
  failedTasks: 0,
  startedAt: T0 - 48 * 60 * MINUTE,
  ...more,
});

export const stops = (count: number, more: Partial<FactOf<"stops">> = {}): FactOf<"stops"> => ({
  kind: "stops",
  name: "shop",
  count,
  outOfMemory: 0,
  reason: count === 0 ? "none" : "Essential container in task exited",
  ...(count === 0 ? {} : { exitCode: 1, lastAt: T0 - 5_000 }),
  ...more,
});

export const outOfMemory = (count: number): FactOf<"stops"> =>
  stops(count, { outOfMemory: count, exitCode: 137, reason: "OutOfMemoryError: container killed" });

export const calls = (more: Partial<FactOf<"calls">> = {}): FactOf<"calls"> => ({
  kind: "calls",
  calls: 400,
  errors: 0,
  throttles: 0,
  maxMs: 900,
  limitMs: 10_000,
  ...more,
});

export const capacity = (
  unit: FactOf<"capacity">["unit"],
  value: number,
  most?: number,
): FactOf<"capacity"> => ({ kind: "capacity", unit, value, ...(most === undefined ? {} : { most }) });

export const alarm = (state: FactOf<"alarm">["state"] = "alarm"): FactOf<"alarm"> => ({
  kind: "alarm",
  name: "shop-5xx",
  state,
  reason: "Threshold Crossed",
});

export const storage = (usedPercent: number): FactOf<"disk"> => ({
  kind: "disk",
  path: "storage",
  usedPercent,
  inodesPercent: 0,
  maxPercent: 90,
});

/** A platform tells of no pid and no state. */
export const up = (running = true, more: Partial<FactOf<"process">> = {}): FactOf<"process"> => ({
  kind: "process",
  running,
  recentStarts: 0,
  ...more,
});

/** shop:12 in place of the baseline's shop:11, minutes ago. */
export const newVersion = (): FactOf<"release"> =>
  release({
    version: "shop:12",
    previous: "shop:11",
    baselineVersion: "shop:11",
    changedAt: T0 - 6 * MINUTE,
  });

export const sameVersion = (): FactOf<"release"> =>
  release({
    version: "shop:11",
    previous: "shop:10",
    baselineVersion: "shop:11",
    changedAt: T0 - 48 * 60 * MINUTE,
  });
