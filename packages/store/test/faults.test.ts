import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { afterEach, beforeEach, expect, test } from "vitest";
import { aPattern, aTask, aWarrant, T0 } from "../../../test/contract/store/fixtures.ts";
import { openTestStore } from "../../../test/support/store.ts";
import type { TestStore } from "../../../test/support/store.ts";
import { createStore } from "../src/index.ts";
import type { Store } from "../src/index.ts";

let t: TestStore;
let store: Store;
/** How many answers of writes get lost from now on. */
let loseAnswers: number;
let fault: Error | undefined;

const lost = (): Error => Object.assign(new Error("socket hang up"), { name: "TimeoutError" });

beforeEach(async () => {
  t = await openTestStore();
  loseAnswers = 0;
  fault = undefined;
  const real = t.embedded.client.config.requestHandler;
  const client = new DynamoDBClient({
    region: "local",
    endpoint: "http://store.invalid",
    credentials: { accessKeyId: "x", secretAccessKey: "x" },
    maxAttempts: 3,
    requestHandler: {
      ...real,
      async handle(request: Parameters<typeof real.handle>[0]) {
        if (fault) throw fault;
        const answer = await real.handle(request);
        const isWrite = /Put|Update/.test(String(request.headers["x-amz-target"]));
        if (isWrite && loseAnswers-- > 0) throw lost();
        return answer;
      },
    } as never,
  });
  store = createStore({ ...t, client, table: t.embedded.table });
});
afterEach(() => t.close());

test("a write whose answer was lost and that is sent again does not lose against itself", async () => {
  loseAnswers = 1;
  expect(await store.tasks.create(aTask(1))).toBe(true);
  loseAnswers = 1;
  expect(await store.tasks.save(aTask(1, { version: 1 }))).toMatchObject({ version: 2 });
  loseAnswers = 1;
  expect(await store.patterns.save(aPattern("p"))).toMatchObject({ version: 1 });
  await store.warrants.issue(aWarrant("w"));
  loseAnswers = 1;
  expect(await store.warrants.consume({ id: "w", task: "task", action: "restart()", now: T0 })).toBe(true);
  const want = { target: "shop", task: "t", attempt: 1, action: "restart()", now: T0, until: T0 + 1 };
  loseAnswers = 1;
  expect(await store.leases.acquire(want)).toMatchObject({ ok: true, fresh: true });
});

test("a write that lost against another does not pass for its own when it was sent twice", async () => {
  await store.tasks.create(aTask(1));
  await store.tasks.save(aTask(1, { version: 1 }));
  loseAnswers = 1;
  expect(await store.tasks.create(aTask(1))).toBe(false);
  loseAnswers = 1;
  await expect(store.tasks.save(aTask(1, { version: 1 }))).rejects.toMatchObject({ code: "conflict" });
});

test("a network that is down, throttling and a missing table are unavailable, with their cause", async () => {
  for (const name of ["ECONNREFUSED", "AccessDeniedException"]) {
    fault = Object.assign(new Error("no"), { name });
    await expect(store.tasks.get(aTask(1).id)).rejects.toMatchObject({
      code: "unavailable",
      cause: { name },
    });
    await expect(store.tasks.create(aTask(1))).rejects.toMatchObject({ code: "unavailable" });
    await expect(store.tasks.list({ state: "open" })).rejects.toMatchObject({ code: "unavailable" });
    await expect(store.warrants.consume({ id: "w", task: "t", action: "a", now: 1 })).rejects.toMatchObject({
      code: "unavailable",
    });
  }
  fault = undefined;
  const elsewhere = createStore({ ...t, client: t.embedded.client, table: "nothing" });
  await expect(elsewhere.settings.read()).rejects.toMatchObject({ code: "unavailable" });
});
