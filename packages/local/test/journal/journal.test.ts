import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { manualClock } from "../../../../test/support/clock.ts";
import { openTestStore } from "../../../../test/support/store.ts";
import { nodeCrypto } from "@gradus/store";
import { storeJournal } from "../../src/journal/index.ts";
import { openEmbeddedStore } from "../../src/store/index.ts";
import { journalContract } from "../runner/journal-contract.ts";

journalContract("the table in memory", async () => {
  const t = await openTestStore();
  return {
    journal: storeJournal({ ...t.embedded, clock: t.clock, crypto: t.crypto }),
    dispose: () => t.close(),
  };
});

journalContract("the table on disk", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "gradus-journal-"));
  const clock = manualClock();
  const open = () => openEmbeddedStore({ dataDir, clock, log: () => undefined, sync: false });
  let embedded = await open();
  return {
    journal: storeJournal({ ...embedded, clock, crypto: nodeCrypto }),
    async reopen() {
      await embedded.close();
      embedded = await open();
      return storeJournal({ ...embedded, clock, crypto: nodeCrypto });
    },
    async dispose() {
      await embedded.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
});
