import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Context, Notifier, Target } from "@gradus/core";
import { createStore, nodeCrypto, type Store } from "@gradus/store";
import { createBus } from "../../packages/local/src/events/bus.ts";
import { optionsSchema } from "../../packages/local/src/options.ts";
import { createParts } from "../../packages/local/src/runtime/context.ts";
import { createIdentity } from "../../packages/local/src/runtime/identity.ts";
import { createRegistry } from "../../packages/local/src/runtime/registry.ts";
import { openEmbeddedStore, type EmbeddedStore } from "../../packages/local/src/store/index.ts";

export interface Disk {
  directory: string;
  embedded: EmbeddedStore;
  store: Store;
  close(): Promise<void>;
}

/** The embedded store on disk, with every write synced, as the product has it. */
export async function openDisk(): Promise<Disk> {
  const directory = await mkdtemp(join(tmpdir(), "gradus-bench-"));
  const clock = { now: () => Date.now() };
  const embedded = await openEmbeddedStore({ dataDir: directory, clock, log: () => undefined });
  const { client, table } = embedded;
  return {
    directory,
    embedded,
    store: createStore({ client, table, clock, crypto: nodeCrypto }),
    async close() {
      await embedded.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

const silent: Notifier = {
  escalated: async () => {},
  reminded: async () => {},
  bundled: async () => {},
  resolved: async () => {},
  unwell: async () => {},
  digest: async () => {},
  tested: async () => {},
};

/** Everything of the local runtime that a detection pass goes through, over given targets. */
export function watching(disk: Disk, targets: readonly Target[]) {
  const parts = createParts({
    options: optionsSchema.parse({ dataDir: disk.directory, targetsFile: "none", demo: false }),
    env: {},
    store: disk.store,
    registry: createRegistry(targets),
    identity: createIdentity(process.pid),
    events: createBus(() => undefined),
    notify: silent,
    log: () => undefined,
  });
  const context: Context = {
    ...parts.context,
    workflows: { startRemediation: async () => {}, answer: async () => false, heartbeat: async () => false },
  };
  return { context, watcher: parts.watcher };
}
