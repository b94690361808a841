import {
  createCapacity,
  createClients,
  createEventBus,
  createPlatform,
  createPlatformManager,
  createRegistry,
  createReleases,
  createRemoteFetch,
  createRemoteProbe,
  createWorkflows,
  lambdaInvoke,
  requestMail,
} from "@gradus/aws";
import type { Context, StateStore, TargetRegistry } from "@gradus/core";
import { createWatcher, type RunningWatcher } from "@gradus/detectors";
import { createPanel, createResearcher, proposeKnown } from "@gradus/experts";
import { nodeCrypto } from "@gradus/store";
import { createBaseliner, createDiagnostics, createHands, createManagers } from "@gradus/targets";
import { setTimeout as sleep } from "node:timers/promises";
import { createHosts } from "./hosts.ts";
import type { Observed } from "./observe.ts";
import type { Root } from "./root.ts";

export interface Composed {
  ctx: Context;
  watcher: RunningWatcher;
}

/** One set of clients for the targets, for as long as the process lives. */
let clients: ReturnType<typeof createClients> | undefined;

/**
 * The adapters of AWS behind the ports of core, for one invocation: the targets are those of now, and `memory` is what
 * detection remembers. What a function may not do its role forbids; what it is not told of (probe, documents) it has not.
 */
export async function compose(
  { settings, clock, own, store, configured, discovered }: Root,
  { log }: Pick<Observed, "log">,
  memoryOf: (targets: TargetRegistry) => StateStore,
): Promise<Composed> {
  clients ??= createClients();
  const targets = createRegistry(configured, await discovered());
  const ids = (): string => nodeCrypto.randomId();
  const events = createEventBus(own.events, settings.bus);
  const host = createHosts({ settings, targets, clock });
  const managers = createManagers({
    host,
    runDir: "/tmp/gradus",
    clock,
    log,
    platform: createPlatformManager(clients),
  });
  const manager = managers.for;
  const releases = createReleases(clients);
  const identify = (): undefined => undefined;
  const watcher = createWatcher({
    host,
    manager,
    clock,
    ids,
    identify,
    state: memoryOf(targets),
    platform: createPlatform(clients, { clock }),
    ...(settings.probe === undefined
      ? {}
      : { probe: createRemoteProbe(lambdaInvoke(own.functions, settings.probe)) }),
    log: (message, detail) => log("warn", message, detail),
  });
  const baseliner = createBaseliner({ host, manager, clock, ids, releases });
  const hands = createHands({
    host,
    manager,
    baselines: store.baselines,
    fetch: createRemoteFetch(lambdaInvoke(own.functions, settings.control ?? "")),
    clock,
    releases,
    capacity: createCapacity(clients),
    protect: { isOwn: () => false, targetOf: () => undefined, targets: () => targets.all() },
    log: (message, fields) => log("info", message, fields),
  });
  const ctx: Context = {
    clock,
    crypto: nodeCrypto,
    store,
    targets,
    watcher,
    diagnostics: createDiagnostics({
      host,
      manager,
      baselines: store.baselines,
      baseliner,
      clock,
      ids,
      releases,
      identify: () => ({}),
    }),
    baseliner,
    hands,
    proposeKnown,
    researcher: createResearcher(),
    panel: createPanel(),
    workflows: createWorkflows({ client: own.workflows, machine: settings.machine }),
    notify: requestMail(events, { now: () => clock.now(), randomId: ids }),
    events,
    limits: settings.limits,
    observeOnly: settings.observeOnly,
    pause: (ms) => sleep(ms),
    log,
  };
  return { ctx, watcher };
}
