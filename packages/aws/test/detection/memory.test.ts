import { afterEach, beforeEach, expect, test } from "vitest";
import { openTestStore, type TestStore } from "../../../../test/support/store.ts";
import { borrowMemory, loadMemory } from "../../src/detection/memory.ts";

const shard = { source: "http", shard: 0, of: 1 } as const;
const name = "detectors/shop/log";
let t: TestStore;
beforeEach(async () => {
  t = await openTestStore();
});
afterEach(() => t.close());

test("what is remembered comes back, and what is no longer watched does not", async () => {
  const memory = await loadMemory(t.store.state, shard);
  memory.set("shop", { ...memory.cycle("shop"), health: {} }, 1_000);
  memory.set("gone", memory.cycle("gone"), 1_000);
  await memory.state.put(name, { version: 1, state: { offset: 7 } });
  await memory.state.put("detectors/gone/log", { version: 1 });
  await memory.save(["shop"]);
  const again = await loadMemory(t.store.state, shard);
  expect(again.lookedAt("shop")).toBe(1_000);
  expect(again.lookedAt("gone")).toBeUndefined();
  expect(await again.state.get(name)).toEqual({ version: 1, state: { offset: 7 } });
  expect(await again.state.get("detectors/gone/log")).toBeUndefined();
});

test("nothing is written before it is saved, and then in one write", async () => {
  const writes: string[] = [];
  t.embedded.client.middlewareStack.add((next, context) => (args) => {
    if (/Put|Update|Delete/.test(String(context.commandName))) writes.push(String(context.commandName));
    return next(args);
  });
  const memory = await loadMemory(t.store.state, shard);
  for (let n = 0; n < 50; n++) await memory.state.put(`detectors/t${n}/log`, { n });
  expect(writes).toEqual([]);
  await memory.save(Array.from({ length: 50 }, (_, n) => `t${n}`));
  expect(writes).toHaveLength(1);
});

test("a step of the workflow reads it, once for each shard, and keeps nothing", async () => {
  const memory = await loadMemory(t.store.state, shard);
  await memory.state.put(name, { offset: 7 });
  await memory.save(["shop"]);
  let reads = 0;
  const counting = { ...t.store.state, get: (key: string) => (reads++, t.store.state.get(key)) };
  const borrowed = borrowMemory(counting, (target) => (target === "shop" ? shard : undefined));
  expect(await Promise.all([borrowed.get(name), borrowed.get(name)])).toEqual([{ offset: 7 }, { offset: 7 }]);
  expect(reads).toBe(1);
  await borrowed.put(name, { offset: 9 });
  expect(await (await loadMemory(t.store.state, shard)).state.get(name)).toEqual({ offset: 7 });
  expect(await borrowed.get("detectors/unknown/log")).toBeUndefined();
});

test("a row in a shape of before is forgotten, and detection begins anew", async () => {
  await t.store.state.put("detection/http/0-of-1", { old: true });
  expect((await loadMemory(t.store.state, shard)).lookedAt("shop")).toBeUndefined();
});
