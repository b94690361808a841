import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import {
  type Context,
  type EventBus,
  type Host,
  NO_HOST,
  type Notifier,
  type Store,
  type Target,
} from "@gradus/core";
import { createWatcher, type RunningWatcher } from "@gradus/detectors";
import { createPanel, createResearcher, proposeKnown } from "@gradus/experts";
import {
  createBaseliner,
  createDiagnostics,
  createHands,
  createLocalHost,
  createManagers,
  createNoHost,
  createUnreachableHost,
  type Managers,
  mayRaisePriority,
} from "@gradus/targets";
import { nodeCrypto } from "@gradus/store";
import type { Options } from "../options.ts";
import type { Identity } from "./identity.ts";
import type { Registry } from "./registry.ts";

export interface Parts {
  context: Omit<Context, "workflows">;
  watcher: RunningWatcher;
  managers: Managers;
}

interface Needs {
  options: Options;
  env: Readonly<Record<string, string | undefined>>;
  store: Store;
  registry: Registry;
  identity: Identity;
  events: EventBus;
  notify: Notifier;
  log: Context["log"];
}

const elsewhere = "this target's machine is reached through AWS, and this Gradus does not run there";

/** The adapters of one machine behind the ports of core. */
export function createParts(needs: Needs): Parts {
  const { options, env, store, registry, identity, log } = needs;
  const clock = { now: () => Date.now() };
  const local = createLocalHost({ env, onCommand: (pid) => identity.runs(pid) });
  const none = createNoHost();
  // A machine that only AWS reaches must never be taken for this one.
  const host = (id: string): Host =>
    id === local.id ? local : id === NO_HOST ? none : createUnreachableHost(id, elsewhere);
  const managers = createManagers({ host, runDir: join(options.dataDir, "run"), clock, log, env });
  const manager = (target: Target) => managers.for(target);
  const ids = (): string => nodeCrypto.randomId();
  const identify = (pid: number) => identity.of(pid);
  const watcher = createWatcher({
    host,
    manager,
    clock,
    ids,
    state: store.state,
    identify,
    log: (message, detail) => log("warn", message, detail),
  });
  const baseliner = createBaseliner({ host, manager, clock, ids });
  const diagnostics = createDiagnostics({
    host,
    manager,
    baselines: store.baselines,
    baseliner,
    clock,
    ids,
    targets: () => registry.all(),
    identify: (pid) => identity.of(pid) ?? {},
  });
  const hands = createHands({
    host,
    manager,
    baselines: store.baselines,
    fetch,
    clock,
    protect: {
      isOwn: (pid) => identity.isOwn(pid),
      targetOf: (pid) => identity.targetOf(pid),
      targets: () => registry.all(),
    },
    mayRaisePriority: mayRaisePriority(),
    log: (message, fields) => log("info", message, fields),
  });
  return {
    watcher,
    managers,
    context: {
      clock,
      crypto: nodeCrypto,
      store,
      targets: registry,
      watcher,
      diagnostics,
      baseliner,
      hands,
      proposeKnown,
      researcher: createResearcher(),
      panel: createPanel(),
      notify: needs.notify,
      events: needs.events,
      limits: options.limits,
      observeOnly: options.observe,
      pause: (ms) => sleep(ms),
      log,
    },
  };
}
