import { once } from "node:events";
import type { Store } from "@gradus/store";
import { afterAll, expect, test } from "vitest";
import { aTask } from "../../../../test/contract/store/fixtures.ts";
import { openStore, leaveNothing, startChild, tempDir } from "./support.ts";

afterAll(leaveNothing);

const listAll = async (store: Store, state: "open" | "closed"): Promise<Map<string, string>> => {
  const found = new Map<string, string>();
  let cursor: string | undefined;
  do {
    const page = await store.tasks.list({ state, limit: 1000, ...(cursor === undefined ? {} : { cursor }) });
    for (const task of page.tasks) found.set(task.id, task.status);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return found;
};

test("kill -9 at any moment loses no answered write, and the lists equal the tasks", async () => {
  const dir = await tempDir();
  try {
    for (const [round, mode] of ["write", "sync", "write"].entries()) {
      const child = await startChild([mode, dir.path, String(round * 100_000)]);
      const wanted = 150 + 170 * round;
      await child.until((lines) => lines.length > wanted);
      child.process.kill("SIGKILL");
      await once(child.process, "close");
      const answered = child.lines
        .map((line) => line.split(" ").map(Number))
        .filter(([v]) => v === 1 || v === 2);
      expect(answered.length).toBeGreaterThan(100);

      const { embedded, store } = await openStore(dir.path);
      expect(embedded.repair).toMatchObject({ ran: true, missing: 0, stale: 0, orphaned: 0 });
      const open = await listAll(store, "open");
      const closed = await listAll(store, "closed");
      for (const [version = 0, n = 0] of answered) {
        const task = await store.tasks.get(aTask(n).id);
        expect(task?.version).toBeGreaterThanOrEqual(version);
      }
      for (const [id, status] of [...open, ...closed]) {
        expect((await store.tasks.get(id))?.status).toBe(status);
      }
      expect(open.size + closed.size).toBe(embedded.repair.items);
      await embedded.close();
    }
  } finally {
    await dir.remove();
  }
});
