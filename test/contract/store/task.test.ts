import type { TaskQuery, TaskStore } from "@gradus/core";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { TestStore } from "../../support/store.ts";
import { damage, overAdapters } from "./adapters.ts";
import { anObservation, aTask, listTasks, T0, winners } from "./fixtures.ts";

overAdapters("TaskStore", (open) => {
  let t: TestStore;
  let tasks: TaskStore;
  beforeEach(async () => {
    t = await open();
    tasks = t.store.tasks;
  });
  afterEach(() => t.close());

  const listAll = (query: TaskQuery) => listTasks(tasks, query);

  test("a created task is read back as it was given, at version 1", async () => {
    const task = aTask(1, { key: "k \ud83d\ude00 \u0000", tabu: ["restart()"] });
    expect(await tasks.create(task)).toBe(true);
    expect(await tasks.get(task.id)).toEqual({ ...task, version: 1 });
    expect(await tasks.get("nothing")).toBeUndefined();
    expect(await tasks.get("0123456789abcdef-1")).toBeUndefined();
  });

  test("of many creations of one task at the same time exactly one wins", async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => tasks.create(aTask(1))));
    expect(answers.filter(Boolean)).toHaveLength(1);
  });

  test("a creation that is delivered twice changes nothing", async () => {
    await tasks.create(aTask(1));
    expect(await tasks.create(aTask(1, { title: "another" }))).toBe(false);
    expect((await tasks.get(aTask(1).id))?.title).toBe("shop answers with an error");
  });

  test("of many saves of one version exactly one wins, the others conflict", async () => {
    await tasks.create(aTask(1));
    const saves = Array.from({ length: 20 }, (_, i) =>
      tasks.save(aTask(1, { version: 1, title: `by ${i}` })),
    );
    expect(await winners(saves)).toBe(1);
    expect((await tasks.get(aTask(1).id))?.version).toBe(2);
    await expect(tasks.save(aTask(1, { version: 1 }))).rejects.toMatchObject({ code: "conflict" });
    await expect(tasks.save(aTask(2, { version: 1 }))).rejects.toMatchObject({ code: "conflict" });
  });

  test("the latest task of a fingerprint is the highest generation", async () => {
    for (const generation of [1, 2, 9, 10]) await tasks.create(aTask(1, { generation, status: "fixed" }));
    expect((await tasks.latest(aTask(1).fingerprint))?.generation).toBe(10);
    expect(await tasks.latest("ffffffffffffffff")).toBeUndefined();
  });

  test("a list goes newest first through more than a hundred tasks, each once", async () => {
    const all = Array.from({ length: 130 }, (_, i) =>
      aTask(i, { status: i % 2 === 0 ? "working" : "fixed" }),
    );
    await Promise.all(all.map((task) => tasks.create(task)));
    const ids = all.map((task) => task.id).reverse();
    expect(await listAll({ state: "all", limit: 7 })).toEqual(ids);
    expect(await listAll({ state: "all", limit: 1000 })).toEqual(ids);
    expect(await listAll({ state: "open", limit: 50 })).toEqual(ids.filter((_, i) => i % 2 === 1));
    expect(await listAll({ state: "closed", limit: 65, since: T0 + 100 })).toEqual(
      ids.filter((_, i) => i % 2 === 0 && i < 30),
    );
  });

  test("tasks opened in the same millisecond are all listed", async () => {
    const all = Array.from({ length: 30 }, (_, i) => aTask(i, { openedAt: T0 }));
    await Promise.all(all.map((task) => tasks.create(task)));
    expect(new Set(await listAll({ state: "open", limit: 4 })).size).toBe(30);
  });

  test("a target's list holds its own tasks only", async () => {
    for (let i = 0; i < 12; i++) await tasks.create(aTask(i, { target: i % 3 === 0 ? "db" : "shop" }));
    expect(await listAll({ state: "all", target: "db", limit: 3 })).toHaveLength(4);
    expect(await listAll({ state: "open", target: "nothing" })).toEqual([]);
  });

  test("a task that is closed moves from the open to the closed list", async () => {
    await tasks.create(aTask(1));
    await tasks.save(aTask(1, { version: 1, status: "fixed", closedAt: T0 + 5, outcome: "restarted" }));
    expect(await listAll({ state: "open" })).toEqual([]);
    const { tasks: closed } = await tasks.list({ state: "closed" });
    expect(closed).toMatchObject([{ id: aTask(1).id, status: "fixed", outcome: "restarted", attempts: 0 }]);
  });

  test("a cursor of another list, or made up, is invalid input", async () => {
    for (let i = 0; i < 4; i++) await tasks.create(aTask(i));
    const { cursor } = await tasks.list({ state: "open", limit: 1 });
    for (const bad of ["", "garbage", Buffer.from('[1,"x","y"]').toString("base64url")]) {
      await expect(tasks.list({ state: "open", cursor: bad })).rejects.toMatchObject({
        code: "invalid_input",
      });
    }
    await expect(tasks.list({ state: "closed", cursor: cursor ?? "" })).rejects.toMatchObject({
      code: "invalid_input",
    });
  });

  test("a corrupt row is an error that names it, in reads and in lists", async () => {
    await damage(t, { pk: "task|0123456789abcdef", sk: "000000001", v: 1, doc: "{" });
    await expect(tasks.get("0123456789abcdef-1")).rejects.toMatchObject({
      code: "corrupt",
      message: expect.stringContaining("task|0123456789abcdef") as string,
    });
    await damage(t, { pk: "task|x", sk: "000000001", g1: "task|open|0", g2: "x", gs: "1", sum: '{"id":1}' });
    await expect(tasks.list({ state: "open" })).rejects.toMatchObject({ code: "corrupt" });
  });

  test("a task that could not be read back is refused", async () => {
    const bad = aTask(1, { observations: [anObservation("o", { text: "x".repeat(2_001) })] });
    await expect(tasks.create(bad)).rejects.toMatchObject({ code: "invalid_input" });
    await expect(tasks.create(aTask(1, { id: "else-1" }))).rejects.toMatchObject({ code: "invalid_input" });
    expect(await tasks.latest(bad.fingerprint)).toBeUndefined();
  });

  test("a task that grows too large keeps every observation, the oldest of them as evidence", async () => {
    const observations = Array.from({ length: 400 }, (_, i) =>
      anObservation(`o${i}`, { at: T0 + i, text: String(i).padEnd(1_900, "x") }),
    );
    await tasks.create(aTask(1));
    const saved = await tasks.save(aTask(1, { version: 1, observations }));
    const read = await tasks.get(saved.id);
    expect(read).toEqual(saved);
    expect(saved.observations.length).toBeLessThan(200);
    expect(saved.observations.at(-1)?.id).toBe("o399");
    const moved = await tasks.evidence(saved.id);
    expect([...moved, ...saved.observations]).toEqual(observations);
    const again = await tasks.save({ ...saved, observations: [...saved.observations, anObservation("new")] });
    expect(await tasks.evidence(saved.id)).toEqual(moved);
    expect(again.version).toBe(3);
  });

  test("a task that is too large without its observations is packed", async () => {
    const related = Array.from({ length: 3_000 }, (_, i) => ({
      symptom: "http_status",
      at: T0 + i,
      summary: `again ${i} `.repeat(20),
    }));
    await tasks.create(aTask(1, { related }));
    expect((await tasks.get(aTask(1).id))?.related).toEqual(related);
    const next = await tasks.save({ ...aTask(1), version: 1 });
    expect(await tasks.get(aTask(1).id)).toEqual(next);
  });

  test("a batch of evidence that is added twice is there once, however large", async () => {
    const batch = Array.from({ length: 500 }, (_, i) =>
      anObservation(`e${i}`, { at: T0 + i, text: String(i).padEnd(1_900, "y") }),
    );
    await Promise.all([tasks.addEvidence("t-1", "b1", batch), tasks.addEvidence("t-1", "b1", batch)]);
    await tasks.addEvidence("t-1", "b2", [anObservation("z", { at: T0 - 1 })]);
    expect(await tasks.evidence("t-1")).toEqual([anObservation("z", { at: T0 - 1 }), ...batch]);
    expect(await tasks.evidence("t-2")).toEqual([]);
  });

  test("evidence goes 90 days after its task was closed, and not before", async () => {
    const { id } = aTask(1);
    await tasks.create(aTask(1));
    await tasks.addEvidence(id, "b", [anObservation("e")]);
    t.clock.advance(400 * 86_400_000);
    expect(await t.embedded.sweep()).toBe(0);
    await tasks.save(aTask(1, { version: 1, status: "resolved", closedAt: t.clock.now() }));
    t.clock.advance(89 * 86_400_000);
    expect(await t.embedded.sweep()).toBe(0);
    expect(await tasks.evidence(id)).toHaveLength(1);
    t.clock.advance(2 * 86_400_000);
    expect(await t.embedded.sweep()).toBe(1);
    expect(await tasks.evidence(id)).toEqual([]);
    expect(await tasks.get(id)).toBeDefined();
  });

  test("counts the open ones as far as is asked, and gives the rows of those that there are", async () => {
    for (let n = 0; n < 12; n++) await tasks.create(aTask(n, { status: n % 4 === 0 ? "fixed" : "working" }));
    expect(await tasks.countOpen(9)).toEqual({ count: 9, more: false });
    expect(await tasks.countOpen(8)).toEqual({ count: 8, more: true });
    const ids = [aTask(5).id, "nothing-1", aTask(1).id, "no id"];
    expect((await tasks.summaries(ids)).map(({ id }) => id)).toEqual([aTask(5).id, aTask(1).id]);
    expect(await tasks.summaries([])).toEqual([]);
  });
});
