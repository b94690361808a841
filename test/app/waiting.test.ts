import { createStatus } from "@gradus/api";
import { type Severity, severitySchema } from "@gradus/core";
import { put, storeContext } from "@gradus/store/rows";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { call } from "./support/call.ts";
import { addEscalation, addTask } from "./support/cases.ts";
import { openWorld, type World } from "./support/world.ts";

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const page = async (query = "") => (await call(world, "GET", `/api/waiting${query}`)).json;
const asked = async (severity: Severity = "high"): Promise<string> => {
  world.test.clock.advance(1_000);
  const { id, task } = await addEscalation(world, "help", { severity });
  const found = await world.core.store.tasks.get(task);
  if (!found) throw new Error(`there is no task of ${id}`);
  await world.core.store.tasks.save({ ...found, severity });
  return task;
};
const ids = (of: { tasks: Array<{ id: string }> }): string[] => of.tasks.map(({ id }) => id);

describe("what waits for people", () => {
  it("is told of worst first, and then who waits longest", async () => {
    const low = await asked("low");
    const high = await asked("high");
    const critical = await asked("critical");
    const later = await asked("high");
    expect(ids(await page())).toEqual([critical, high, later, low]);
  });

  it("is all told of, however many newer tasks are open that wait for nobody", async () => {
    const old = await asked("medium");
    world.test.clock.advance(1_000);
    const { tasks } = world.core.store;
    const one = await tasks.get((await addTask(world)).id);
    if (!one) throw new Error("there is no task");
    const more = Array.from({ length: 2_100 }, (_, n) =>
      (0xabc0_0000_0000 + n).toString(16).padStart(16, "0"),
    );
    for (let n = 0; n < more.length; n += 100)
      await Promise.all(
        more
          .slice(n, n + 100)
          .map((fingerprint) => tasks.create({ ...one, fingerprint, id: `${fingerprint}-1`, version: 0 })),
      );
    const filtered = await call(
      world,
      "GET",
      "/api/tasks?state=open&status=awaiting_human,awaiting_approval",
    );
    expect(ids(filtered.json)).toEqual([]);
    const found = await page();
    expect([ids(found), found.total]).toEqual([[old], 1]);
    expect((await call(world, "GET", "/api/stats")).json).toMatchObject({
      open: 2_102,
      waitingForPeople: 1,
      window: { open: 1_000 },
    });
  }, 60_000);

  it("has a cursor: nothing is skipped or repeated while more come and others are answered", async () => {
    const all: string[] = [];
    for (let n = 0; n < 9; n++) all.push(await asked(severitySchema.options[n % 4]));
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const found = await page(`?limit=2${cursor === undefined ? "" : `&cursor=${cursor}`}`);
      seen.push(...ids(found));
      ({ cursor } = found);
      await asked("low");
      const answered = await world.core.store.escalations.get(`${seen[0]}-h1`);
      if (answered?.status === "open")
        await world.core.store.escalations.save({ ...answered, status: "resolved" });
    } while (cursor !== undefined && seen.length < 40);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toEqual(expect.arrayContaining(all));
  });

  it("is not what was answered a moment ago", async () => {
    const task = await world.core.store.tasks.get(await asked());
    if (!task) throw new Error("there is no task");
    await world.core.store.tasks.save({ ...task, status: "working" });
    expect((await page()).tasks).toEqual([]);
  });

  it("is told of too where it was asked before the index said it", async () => {
    const task = await asked("critical");
    const { embedded } = world.test;
    const { id } = (await world.core.store.escalations.get(`${task}-h1`)) ?? { id: "" };
    const escalation = await world.core.store.escalations.get(id);
    const ctx = storeContext({ ...world.test, client: embedded.client, table: embedded.table });
    const old = {
      pk: `escalation|${id}`,
      sk: "escalation",
      g1: "escalation|open|0",
      g2: "escalation|open|target|chatbot",
      gs: `0000000000000001|${id}`,
      v: 1,
      doc: JSON.stringify(escalation),
    };
    await put(ctx, old);
    expect(ids(await page())).toEqual([task]);
  });

  it("refuses a cursor of another list", async () => {
    for (let n = 0; n < 3; n++) await asked();
    const { cursor } = (await call(world, "GET", "/api/targets?limit=1")).json;
    expect((await call(world, "GET", `/api/waiting?cursor=${cursor}`)).status).toBe(400);
    expect((await call(world, "GET", "/api/waiting?cursor=nonsense")).status).toBe(400);
  });
});

it("how many tasks are open is counted, and said to be more where that is not all", async () => {
  const { tasks } = world.core.store;
  for (let n = 0; n < 7; n++) await addTask(world);
  await addTask(world, { status: "fixed" });
  expect(await tasks.countOpen(7)).toEqual({ count: 7, more: false });
  expect(await tasks.countOpen(6)).toEqual({ count: 6, more: true });
  const status = (count: number, more: boolean) =>
    createStatus({
      context: () => ({
        ...world.core,
        store: { ...world.core.store, tasks: { ...tasks, countOpen: async () => ({ count, more }) } },
      }),
      board: { of: () => undefined, missed: () => undefined },
      version: "1",
      startedAt: 0,
      problems: () => [],
    });
  expect(await status(3_000, false).health()).toMatchObject({ openTasks: 3_000 });
  expect(await status(10_000, true).health()).toMatchObject({ openTasks: 10_000, openTasksMore: true });
});
