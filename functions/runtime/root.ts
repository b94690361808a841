import { resolve } from "node:path";
import { type Discovered, readDeployed, readDiscovered } from "@gradus/aws";
import type { Once, Store, Target } from "@gradus/core";
import { connectCloud, createOnce, createStore, nodeCrypto, storeContext } from "@gradus/store";
import { readSettings, type Settings } from "./settings.ts";

/** What lives as long as the function's process: made once, at the first invocation. */
export interface Root {
  settings: Settings;
  clock: { now(): number };
  store: Store;
  once: Once;
  /** The targets of targets.yaml as they were when this version was deployed. */
  configured: readonly Target[];
  /** What discovery found last, read again when that is a moment old. */
  discovered(): Promise<Discovered>;
}

const FRESH_MS = 15_000;
let root: Root | undefined;

export function theRoot(): Root {
  return (root ??= makeRoot());
}

function makeRoot(): Root {
  // The one place of the AWS root where the environment is read.
  const settings = readSettings(process.env); // oxlint-disable-line node/no-process-env
  const clock = { now: () => Date.now() };
  const client = connectCloud();
  const options = { client, table: settings.table, clock, crypto: nodeCrypto, shards: settings.tableShards };
  const store = createStore(options);
  let seen: { at: number; found: Discovered } | undefined;
  return {
    settings,
    clock,
    store,
    once: createOnce(storeContext(options)),
    configured: readDeployed(resolve(settings.root, settings.targetsFile)),
    async discovered() {
      const now = clock.now();
      if (!seen || now - seen.at > FRESH_MS) seen = { at: now, found: await readDiscovered(store.state) };
      return seen.found;
    },
  };
}
