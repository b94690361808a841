import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openWorld, type World } from "../../../../test/support/world.ts";
import { addNote } from "../../src/index.ts";

const ada = "human:ada@example.org";

describe("a note", () => {
  let world: World;
  let id: string;
  beforeEach(async () => {
    world = await openWorld();
    id = await world.breaks("shop", "http_status");
    await world.asked(id);
  });
  afterEach(() => world.close());

  const noted = async () => (await world.task(id)).audit.filter((e) => e.type === "task.noted");

  test("is kept with who wrote it on the chain of its task, and told of without its words", async () => {
    expect((await addNote(world.ctx, { id, by: ada, notes: "the disk was swapped" })).changed).toBe(true);
    expect(await noted()).toMatchObject([{ actor: ada, data: { notes: "the disk was swapped" } }]);
    expect(world.isAuditSound(await world.task(id))).toBe(true);
    expect(world.published("task.noted")).toMatchObject([{ actor: ada, data: { task: id, target: "shop" } }]);
    expect(JSON.stringify(world.published("task.noted"))).not.toContain("swapped");
  });

  test("that is sent twice with the same key is written once, at the same time or later", async () => {
    const send = (by: string) => addNote(world.ctx, { id, by, notes: "on it", key: "k1" });
    const answers = await Promise.all([send(ada), send(ada), send(ada)]);
    expect(answers.filter((a) => a.changed)).toHaveLength(1);
    expect((await send(ada)).changed).toBe(false);
    expect((await send("human:bob")).changed).toBe(true);
    expect((await noted()).map((e) => e.actor)).toEqual([ada, "human:bob"]);
    expect(world.published("task.noted")).toHaveLength(2);
  });

  test("without a key is written as often as it is sent", async () => {
    for (let i = 0; i < 2; i++) await addNote(world.ctx, { id, by: ada, notes: "again" });
    expect(await noted()).toHaveLength(2);
  });

  test("can be added to a closed task, which stays closed", async () => {
    const task = await world.task(id);
    await world.t.store.tasks.save({ ...task, status: "cleared", closedAt: world.clock.now() });
    await addNote(world.ctx, { id, by: ada, notes: "it was the cable" });
    expect(await world.task(id)).toMatchObject({ status: "cleared" });
    expect(await noted()).toHaveLength(1);
  });

  test("never makes a task too large to be saved: there is an end to them", async () => {
    const notes = "日".repeat(10_000);
    for (let i = 0; i < 5; i++) await addNote(world.ctx, { id, by: ada, notes });
    const more = addNote(world.ctx, { id, by: ada, notes: "x" });
    await expect(more).rejects.toMatchObject({ code: "limit" });
    expect(await noted()).toHaveLength(5);
  });
});
