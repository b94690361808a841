import { rm } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { aTask, aWarrant } from "../../../../test/contract/store/fixtures.ts";
import { openEngine } from "../../src/store/engine.ts";
import { after } from "../../src/store/keys.ts";
import { clock, openStore, tempDir } from "./support.ts";

let dir: Awaited<ReturnType<typeof tempDir>>;
beforeEach(async () => {
  dir = await tempDir();
});
afterEach(() => dir.remove());

/** Works on the keys of the closed store, as a crash of plain dynalite (or an older version) might have left them. */
async function damage(
  change: (keys: string[]) => { drop?: string[]; copy?: [string, string][] },
): Promise<void> {
  const engine = await openEngine({ directory: join(dir.path, "store") });
  const iterator = engine.level().keys({ gte: "", lt: after("~~~~") });
  const keys: string[] = [];
  for (let part = await iterator.nextv(1_000); part.length > 0; part = await iterator.nextv(1_000))
    keys.push(...part);
  await iterator.close();
  const { drop = [], copy = [] } = change(keys);
  await engine.write(drop.map((key) => ({ type: "del", key })));
  for (const [from, to] of copy) {
    await engine.write([{ type: "put", key: to, value: await engine.level().get(from) }]);
  }
  await engine.close();
  await rm(join(dir.path, "store.clean"));
}

test("missing, stale and orphaned index entries are put right at the start", async () => {
  const { embedded, store } = await openStore(dir.path);
  for (let i = 0; i < 40; i++) await store.tasks.create(aTask(i));
  await store.warrants.issue(aWarrant("w"));
  await embedded.close();
  await damage((keys) => {
    const entries = keys.filter((key) => key.startsWith("index-global~"));
    const [a = "", b = ""] = entries;
    const ttl = keys.filter((key) => key.startsWith("ttl~"));
    return {
      drop: [...entries.slice(5, 12), ...ttl],
      copy: [
        [b, a],
        [b, `${b}0`],
      ],
    };
  });

  const again = await openStore(dir.path);
  expect(again.embedded.repair).toMatchObject({ ran: true, items: 41, missing: 8, stale: 1, orphaned: 1 });
  const { tasks } = await again.store.tasks.list({ state: "open", limit: 100 });
  expect(tasks.map((task) => task.id)).toEqual(Array.from({ length: 40 }, (_, i) => aTask(39 - i).id));
  expect((await again.store.tasks.list({ state: "open", target: "shop", limit: 100 })).tasks).toHaveLength(
    40,
  );
  clock.advance(60 * 86_400_000);
  expect(await again.embedded.sweep()).toBe(1);
  await again.embedded.close();
});

test("after a clean shutdown nothing is looked for", async () => {
  const first = await openStore(dir.path);
  await first.store.state.put("a", 1);
  await first.embedded.close();
  const second = await openStore(dir.path);
  expect(second.embedded.repair.ran).toBe(false);
  expect(await second.store.state.get("a")).toBe(1);
  await second.embedded.close();
});

test("a table whose description was left behind by a crash or an older version is brought up to date", async () => {
  const first = await openStore(dir.path);
  await first.store.tasks.create(aTask(1));
  await first.embedded.close();
  const engine = await openEngine({ directory: join(dir.path, "store") });
  const meta = (await engine.level().get("table~gradus")) as { GlobalSecondaryIndexes: unknown[] };
  const old = {
    ...meta,
    TableStatus: "CREATING",
    GlobalSecondaryIndexes: meta.GlobalSecondaryIndexes.slice(0, 1),
  };
  await engine.write([{ type: "put", key: "table~gradus", value: old }]);
  await engine.close();
  const second = await openStore(dir.path);
  expect(second.embedded.repair.ran).toBe(true);
  expect((await second.store.tasks.list({ state: "open", target: "shop" })).tasks).toHaveLength(1);
  await second.embedded.close();
});

test("the index of two thousand tasks is built anew in well under a second of work", async () => {
  const { embedded, store } = await openStore(dir.path);
  for (let i = 0; i < 100; i++) {
    await Promise.all(Array.from({ length: 20 }, (_, n) => store.tasks.create(aTask(i * 20 + n))));
  }
  await embedded.close();
  await damage((keys) => ({ drop: keys.filter((key) => key.startsWith("index-global~")) }));
  const again = await openStore(dir.path);
  expect(again.embedded.repair).toMatchObject({ items: 2000, missing: 4000 });
  // 2,000 items, a fifth: generous, because other work may share the machine.
  expect(again.embedded.repair.ms).toBeLessThan(3_000);
  await again.embedded.close();
});
