import {
  createCapacity,
  createClients,
  createPlatform,
  createPlatformManager,
  createReleases,
  createRemoteFetch,
  createRemoteProbe,
  functionsClient,
  lambdaInvoke,
} from "@gradus/aws";
import type { Context, StateStore, Target, TargetRegistry } from "@gradus/core";
import { createWatcher, type RunningWatcher } from "@gradus/detectors";
import { createBaseliner, createDiagnostics, createHands, createManagers } from "@gradus/targets";
import { contextOf, newId, targetsOfNow } from "./context.ts";
import { createHosts } from "./hosts.ts";
import type { Observed } from "./observe.ts";
import type { Root } from "./root.ts";

export interface Looking {
  ctx: Context;
  watcher: RunningWatcher;
}

/** One set of clients for the targets, for as long as the process lives. */
let clients: ReturnType<typeof createClients> | undefined;

/** For functions that look at targets, and those that act on them: `memoryOf` is what detection remembers of them. */
export async function lookingContext(
  root: Root,
  out: Pick<Observed, "log">,
  memoryOf: (targets: TargetRegistry) => StateStore,
): Promise<Looking> {
  const { settings, clock, store } = root;
  const { baselines } = store;
  clients ??= createClients();
  const targets = await targetsOfNow(root);
  const platform = createPlatformManager(clients);
  const releases = createReleases(clients);
  const host = createHosts(root);
  const managers = createManagers({ host, runDir: "/tmp/gradus", clock, log: out.log, platform });
  const manager = (target: Target) => managers.for(target);
  const probe = createRemoteProbe(lambdaInvoke(functionsClient(), settings.probe ?? ""), {
    discovered: (await root.discovered()).targets,
  });
  const watcher = createWatcher({
    host,
    manager,
    clock,
    ids: newId,
    identify: () => undefined,
    state: memoryOf(targets),
    platform: createPlatform(clients, { clock }),
    probe,
    log: (message, detail) => out.log("warn", message, detail),
  });
  const baseliner = createBaseliner({ host, manager, clock, ids: newId, releases });
  const ctx = contextOf(root, out, targets, {
    watcher,
    baseliner,
    diagnostics: createDiagnostics({
      host,
      manager,
      baselines,
      baseliner,
      clock,
      ids: newId,
      releases,
      identify: () => ({}),
      check: (check, index) => probe.check(check, index, undefined, clock.now()),
    }),
    hands: createHands({
      host,
      manager,
      baselines,
      fetch: createRemoteFetch(lambdaInvoke(functionsClient(), settings.control ?? "")),
      clock,
      releases,
      capacity: createCapacity(clients),
      protect: { isOwn: () => false, targetOf: () => undefined, targets: () => targets.all() },
      log: (message, fields) => out.log("info", message, fields),
    }),
  });
  return { ctx, watcher };
}
