import type { Autonomy, Notifier } from "@gradus/core";
import { createStore } from "@gradus/store";
import { nodeCrypto } from "../crypto.ts";
import { createBus } from "../events/bus.ts";
import type { Options } from "../options.ts";
import { openMemoryStore } from "../store/index.ts";
import { createParts } from "./context.ts";
import { createIdentity } from "./identity.ts";
import { createRegistry } from "./registry.ts";
import { readTargets } from "./targets.ts";

export interface TargetCheck {
  id: string;
  healthy: boolean;
  /** What is wrong, one sentence each. */
  signals: string[];
  /** What can be seen. */
  seen: string[];
  /** What cannot: unreadable, missing, not configured. */
  unseen: string[];
  autonomy: Autonomy;
  /** Runbooks that make sense on it in some case, by id. */
  runbooks: string[];
}

const silent: Notifier = {
  escalated: async () => {},
  reminded: async () => {},
  resolved: async () => {},
  unwell: async () => {},
};

/** Looks once at every target, starts and changes nothing, keeps nothing. */
export async function checkTargets(
  options: Options,
  env: Readonly<Record<string, string | undefined>>,
): Promise<TargetCheck[]> {
  const { targets } = readTargets(options, env);
  const clock = { now: () => Date.now() };
  const embedded = await openMemoryStore({ clock });
  try {
    const store = createStore({ client: embedded.client, table: embedded.table, clock, crypto: nodeCrypto });
    const registry = createRegistry(targets);
    const { watcher } = createParts({
      options,
      env,
      store,
      registry,
      identity: createIdentity(process.pid),
      events: createBus(() => undefined),
      notify: silent,
      log: () => undefined,
    });
    const checks = await Promise.all(
      targets.map(async (target): Promise<TargetCheck> => {
        const look = await watcher.look(target);
        const isProblem = (kind: string): boolean =>
          kind === "log_state" || kind === "metric_state" || kind === "note";
        return {
          id: target.id,
          healthy: look.healthy,
          signals: look.signals.map((s) => s.summary),
          seen: look.observations.filter((o) => !isProblem(o.fact.kind)).map((o) => o.text),
          unseen: look.observations.filter((o) => isProblem(o.fact.kind)).map((o) => o.text),
          autonomy: target.autonomy,
          runbooks: possible(target),
        };
      }),
    );
    watcher.close();
    return checks;
  } finally {
    await embedded.close();
  }
}

/** What the entry makes possible at all, before any evidence. */
function possible(target: ReturnType<typeof readTargets>["targets"][number]): string[] {
  return [
    ...(target.manager ? ["restart-service", "restart-clean", "continue-process"] : []),
    ...(target.controls.reload ? ["reload-service"] : []),
    ...(target.controls.clearCache ? ["clear-cache"] : []),
    ...(target.controls.pause ? ["pause-work"] : []),
    ...(target.controls.resume ? ["resume-work"] : []),
    ...(target.files.length > 0 ? ["restore-file", "restore-mode"] : []),
    ...(target.manager?.kind === "process" && target.manager.environmentFile !== undefined
      ? ["restore-environment"]
      : []),
    ...(target.release ? ["roll-back-release"] : []),
    ...(target.ports.length > 0 || target.manager ? ["stop-intruder", "renice-process"] : []),
    ...(target.regenerable.length > 0 ? ["free-disk"] : []),
    ...(target.logs.length > 0 ? ["rotate-log"] : []),
  ];
}
