import type { TestStore } from "../../support/store.ts";
import { openTestStore } from "../../support/store.ts";
import { afterEach, beforeEach, expect, test } from "vitest";
import { aPattern, aTask, aWarrant, T0 } from "./fixtures.ts";

let t: TestStore;
let sent: string[];
beforeEach(async () => {
  t = await openTestStore();
  sent = [];
  t.embedded.client.middlewareStack.add((next, context) => async (args) => {
    sent.push(String(context.commandName).replace("Command", ""));
    return next(args);
  });
});
afterEach(() => t.close());

const writes = (): number => sent.filter((name) => /Put|Update|Delete|BatchWrite/.test(name)).length;
const lease = { target: "shop", task: "t", attempt: 1, action: "restart()", now: T0, until: T0 + 1 };

test("a quick fix takes four writes: task, lease, task, pattern", async () => {
  await t.store.tasks.create(aTask(1));
  await t.store.leases.acquire(lease);
  await t.store.tasks.save(aTask(1, { version: 1, status: "fixed", closedAt: T0 }));
  await t.store.patterns.save(aPattern("p"));
  expect(writes()).toBe(4);
});

test("each verb of the ports is one write", async () => {
  const count = async (verb: () => Promise<unknown>): Promise<number> => {
    const before = writes();
    await verb();
    return writes() - before;
  };
  await t.store.leases.acquire(lease);
  expect(await count(() => t.store.leases.acquire(lease))).toBe(1);
  expect(await count(() => t.store.leases.acquire({ ...lease, task: "u" }))).toBe(0);
  expect(await count(() => t.store.leases.release("shop", "t"))).toBe(1);
  expect(await count(() => t.store.leases.acquire({ ...lease, task: "u" }))).toBe(1);
  expect(await count(() => t.store.warrants.issue(aWarrant("w")))).toBe(1);
  expect(
    await count(() => t.store.warrants.consume({ id: "w", task: "task", action: "restart()", now: T0 })),
  ).toBe(1);
  const entry = { at: T0, actor: "gradus", type: "system.paused", data: {} };
  expect(await count(() => t.store.audit.append("system", [entry, entry, entry]))).toBe(1);
});

test("no request scans the table", async () => {
  await t.store.tasks.list({ state: "all" });
  await t.store.tasks.latest("x");
  await t.store.patterns.list();
  await t.store.escalations.list({});
  await t.store.audit.read("system");
  await t.store.baselines.latest("shop");
  expect(new Set(sent)).toEqual(new Set(["Query"]));
});
