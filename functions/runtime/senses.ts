import type { Target, TargetRegistry } from "@gradus/core";
import {
  createBaseliner,
  createDiagnostics,
  createHands,
  createManagers,
  noteMains,
  type DiagnosticsOptions,
  type HandsOptions,
  type ManagersOptions,
  type NotedManagers,
} from "@gradus/targets";
import { newId, type Senses } from "./context.ts";
import type { Observed } from "./observe.ts";
import type { Root } from "./root.ts";

/** How targets are reached: by a platform and machines, or not at all. */
interface Ways
  extends Pick<HandsOptions, "host" | "fetch" | "releases" | "capacity">, Pick<ManagersOptions, "platform"> {
  check: NonNullable<DiagnosticsOptions["check"]>;
}

/** Diagnostics, baselines and hands over the given ways; eyes are the caller's own. */
export function sensesOver(
  { clock, store }: Root,
  { log }: Pick<Observed, "log">,
  targets: TargetRegistry,
  { platform, check, capacity, fetch, ...ways }: Ways,
): Omit<Senses, "watcher"> & NotedManagers {
  const { baselines } = store;
  const managers = createManagers({
    host: ways.host,
    runDir: "/tmp/gradus",
    clock,
    log,
    ...(platform ? { platform } : {}),
  });
  const noted = noteMains((target: Target) => managers.for(target));
  const { manager } = noted;
  const shared = { ...ways, manager, clock };
  const baseliner = createBaseliner({ ...shared, ids: newId });
  return {
    ...noted,
    baseliner,
    diagnostics: createDiagnostics({
      ...shared,
      baselines,
      baseliner,
      ids: newId,
      targets: () => targets.all(),
      identify: () => ({}),
      check,
    }),
    hands: createHands({
      ...shared,
      baselines,
      fetch,
      ...(capacity ? { capacity } : {}),
      protect: { isOwn: () => false, targetOf: () => undefined, targets: () => targets.all() },
      log: (message, fields) => log("info", message, fields),
    }),
  };
}
