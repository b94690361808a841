import { parseTarget, type Action, type Fact, type Target } from "@gradus/core";
import { createNoHost } from "../../src/host/index.ts";
import { createManagers } from "../../src/manager/index.ts";
import { createHands } from "../../src/runbook/index.ts";
import { createPaperPlatform } from "../support/platform.ts";
import { memoryBaselines, observe } from "./world.ts";

type Input = Omit<Parameters<typeof parseTarget>[0], "id">;

/** Real hands on a target that lives on a platform in memory. `reached: false`: this Gradus does not run there. */
export function paperWorld(input: Input, { reached = true, host = createNoHost() } = {}) {
  const platform = createPaperPlatform();
  const target: Target = parseTarget({ id: "orders", host: "none", ...input });
  const baselines = memoryBaselines();
  const managers = createManagers({
    host: () => host,
    runDir: "/nonexistent",
    clock: platform.clock,
    ...(reached ? { platform: platform.manager } : {}),
  });
  const hands = createHands({
    host: () => host,
    manager: (t) => managers.for(t),
    baselines,
    ...(reached ? { releases: platform.releases, capacity: platform.capacity } : {}),
    fetch: () => Promise.reject(new Error("no network here")),
    clock: platform.clock,
    protect: { isOwn: () => false, targetOf: () => undefined, targets: () => [target] },
    log: () => undefined,
    sleep: (ms) => platform.sleep(ms),
  });
  const keepGood = (version: string) =>
    baselines.save({
      target: target.id,
      generation: 1,
      takenAt: 1,
      files: [],
      environment: [],
      ports: [],
      parameters: {},
      version,
    });
  const offered = (...facts: Fact[]): Action[] =>
    hands.applicable(
      target,
      facts.map((fact) => observe(target.id, fact)),
    );
  return { platform, state: platform.state, target, hands, baselines, keepGood, offered };
}

export const ecs = { kind: "ecs" as const, cluster: "shop", service: "orders", maxTasks: 8 };
export const lambda = { kind: "lambda" as const, function: "f", alias: "live", maxConcurrency: 50 };
export const rds = { kind: "rds" as const, instance: "orders", maxStorageGiB: 500 };
