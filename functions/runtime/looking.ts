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
import type { Context, StateStore, TargetRegistry } from "@gradus/core";
import { createWatcher, type RunningWatcher } from "@gradus/detectors";
import { contextOf, newId, targetsOfNow } from "./context.ts";
import { createHosts } from "./hosts.ts";
import type { Observed } from "./observe.ts";
import type { Root } from "./root.ts";
import { sensesOver } from "./senses.ts";

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
  const { settings, clock } = root;
  clients ??= createClients();
  const targets = await targetsOfNow(root);
  const host = createHosts(root);
  const probe = createRemoteProbe(lambdaInvoke(functionsClient(), settings.probe ?? ""), {
    discovered: (await root.discovered()).targets,
  });
  const { manager, targetOf, ...senses } = sensesOver(root, out, targets, {
    host,
    platform: createPlatformManager(clients),
    releases: createReleases(clients),
    capacity: createCapacity(clients),
    check: (check, index) => probe.check(check, index, undefined, clock.now()),
    fetch: createRemoteFetch(lambdaInvoke(functionsClient(), settings.control ?? "")),
  });
  const watcher = createWatcher({
    host,
    manager,
    clock,
    ids: newId,
    identify: (pid, machine) => {
      const target = targetOf(pid, machine);
      return target === undefined ? undefined : { target };
    },
    state: memoryOf(targets),
    platform: createPlatform(clients, { clock }),
    probe,
    log: (message, detail) => out.log("warn", message, detail),
  });
  return { ctx: contextOf(root, out, targets, { watcher, ...senses }), watcher };
}
