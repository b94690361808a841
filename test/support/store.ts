import type { Crypto } from "@gradus/core";
import { createStore, nodeCrypto } from "@gradus/store";
import type { Store } from "@gradus/store";
import { openMemoryStore } from "../../packages/local/src/store/index.ts";
import type { EmbeddedStore } from "../../packages/local/src/store/index.ts";
import type { ManualClock } from "./clock.ts";
import { manualClock } from "./clock.ts";

// The SDK's notice about this version of Node would be in the output of every test file.
process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";

export interface TestStore {
  store: Store;
  clock: ManualClock;
  crypto: Crypto;
  /** The table below the store, for tests that look at rows or sweep. */
  embedded: EmbeddedStore;
  close(): Promise<void>;
}

/** The real repositories over the embedded table in memory, with a clock that stands still. Takes a few milliseconds. */
export async function openTestStore(
  options: { clock?: ManualClock; shards?: number } = {},
): Promise<TestStore> {
  const clock = options.clock ?? manualClock();
  const embedded = await openMemoryStore({ clock });
  const store = createStore({
    client: embedded.client,
    table: embedded.table,
    clock,
    crypto: nodeCrypto,
    shards: options.shards ?? 4,
  });
  return { store, clock, crypto: nodeCrypto, embedded, close: () => embedded.close() };
}
