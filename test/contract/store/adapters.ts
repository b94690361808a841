import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createStore, nodeCrypto } from "@gradus/store";
import { put, storeContext } from "@gradus/store/rows";
import type { Row } from "@gradus/store/rows";
import { describe } from "vitest";
import { openEmbeddedStore } from "../../../packages/local/src/store/index.ts";
import { manualClock } from "../../support/clock.ts";
import { openTestStore } from "../../support/store.ts";
import type { TestStore } from "../../support/store.ts";

async function openDisk(): Promise<TestStore> {
  const dataDir = await mkdtemp(join(tmpdir(), "gradus-store-"));
  const clock = manualClock();
  const embedded = await openEmbeddedStore({ dataDir, clock, log: () => undefined, sync: false });
  const store = createStore({ ...embedded, clock, crypto: nodeCrypto });
  return {
    store,
    clock,
    crypto: nodeCrypto,
    embedded,
    async close() {
      await embedded.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Runs a suite over every adapter. `open` gives an empty store, closed after the test by the suite. */
export function overAdapters(port: string, suite: (open: () => Promise<TestStore>) => void): void {
  describe.each([
    ["in memory", openTestStore],
    ["on disk", openDisk],
  ] as const)(`${port} %s`, (_, open) => suite(open));
}

/** Writes a row behind the repositories' back. */
export async function damage(t: TestStore, row: Row): Promise<void> {
  await put(storeContext({ ...t, client: t.embedded.client, table: t.embedded.table }), row);
}
