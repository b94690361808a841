import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Task, TaskSummary } from "@gradus/core";
import type { ServiceName } from "@gradus/demo";
import { spawnGradus } from "../support/gradus-process.ts";
import type { Installation } from "../support/installation.ts";
import type { RunSpec } from "./run.ts";
import { simpleSystem } from "./simple.ts";

/** What keeps the fleet alive: Gradus, or something to compare it with. */
export interface System {
  /** Breaks a service through its own supervisor; gives the cause in words. */
  inject(service: ServiceName, fault: string): Promise<string>;
  tasks(): Promise<TaskSummary[]>;
  details(): Promise<Task[]>;
  escalations(): Promise<number>;
  mails(): Promise<number>;
  stop(): Promise<void>;
}

/** Starts it over a fresh installation; resolves when every target is healthy and has a baseline. */
export async function startSystem(spec: RunSpec, installation: Installation): Promise<System> {
  if (spec.system !== "gradus") return simpleSystem(spec.system, installation);
  const gradus = await spawnGradus({
    bundle: spec.bundle,
    installation,
    ...(spec.intervalMs === undefined ? {} : { intervalMs: spec.intervalMs }),
  });
  for (const began = Date.now(); ; await sleep(200)) {
    const targets = await gradus.targets();
    if (targets.length === 3 && targets.every((t) => t.state === "healthy" && t.baseline)) break;
    if (gradus.isOver()) throw new Error("Gradus has ended before any fault");
    if (Date.now() - began > 60_000) {
      const states = targets.map((t) => `${t.id} ${t.state}${t.baseline ? "" : ", no baseline"}`);
      await gradus.stop("SIGKILL");
      throw new Error(`not everything was well within 60 s: ${states.join("; ")}`);
    }
  }
  return {
    inject: async (target, type) =>
      (await gradus.post<{ cause: string }>("/api/test/anomaly", { target, type })).cause,
    tasks: () => gradus.tasks(),
    details: async () => Promise.all((await gradus.tasks()).map((t) => gradus.task(t.id))),
    escalations: async () => new Set((await gradus.tasks()).flatMap((t) => t.escalation ?? [])).size,
    mails: async () =>
      (await readdir(join(installation.dataDir, "outbox")).catch(() => [])).filter((f) => f.endsWith(".eml"))
        .length,
    stop: async () => void (await gradus.stop()),
  };
}
