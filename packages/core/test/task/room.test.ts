import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { randomFrom } from "../../../../test/support/random.ts";
import { openWorld, type World } from "../../../../test/support/world.ts";
import { addNote, appendAudit, assign, handBack, resolveEscalation, snooze } from "../../src/index.ts";

const ada = "human:ada@example.org";

describe("what people did on a task", () => {
  let world: World;
  let id: string;
  let asked: string;
  const random = randomFrom(7);
  /** Text that cannot be packed. */
  const noise = (length: number): string =>
    Array.from({ length }, () => String.fromCodePoint(0x4e00 + Math.floor(random() * 20_000))).join("");
  const limit = { code: "limit", message: expect.stringContaining("can still be answered and closed") };

  beforeEach(async () => {
    world = await openWorld();
    id = await world.breaks("shop", "http_status");
    asked = (await world.asked(id)).id;
  });
  afterEach(() => world.close());

  /** As much as there is room for, most of it in one write. */
  const fill = async () => {
    const task = await world.task(id);
    const did = (n: number, type: string, data: object) => ({ at: n, actor: ada, type, data: { ...data } });
    const entries = [
      ...Array.from({ length: 5 }, (_, n) => did(n, "task.noted", { notes: noise(10_000) })),
      ...Array.from({ length: 100 }, (_, n) => did(n, "task.assigned", { assignee: `human:${noise(60)}` })),
    ];
    await world.t.store.tasks.save({ ...task, audit: appendAudit(world.t.crypto, task.audit, id, entries) });
    for (let n = 0; n < 100; n++)
      try {
        await snooze(world.ctx, { id, by: ada, until: world.clock.now() + 1_000 + n });
      } catch (error) {
        return error;
      }
    throw new Error("there is no end to it");
  };

  test("has an end, which says what is still possible, and the task can be resolved then with many words", async () => {
    expect(await fill()).toMatchObject(limit);
    await expect(assign(world.ctx, { id, by: ada, assignee: ada })).rejects.toMatchObject(limit);
    await expect(addNote(world.ctx, { id, by: ada, notes: "x" })).rejects.toMatchObject({ code: "limit" });
    const notes = noise(10_000);
    await resolveEscalation(world.ctx, { id: asked, by: ada, notes });
    const { task } = await world.ended(id);
    expect(task.status).toBe("resolved");
    expect(world.isAuditSound(task)).toBe(true);
    expect((await world.t.store.escalations.get(asked))?.resolution?.notes).toBe(notes);
  });

  test("leaves room for answers: their words are cut on the chain, and whole with the escalation", async () => {
    await fill();
    const notes = noise(10_000);
    for (let round = 0, id_ = asked; round < 2; round++) {
      await handBack(world.ctx, { id: id_, by: ada, notes });
      expect((await world.t.store.escalations.get(id_))?.resolution?.notes).toBe(notes);
      id_ = (await world.asked(id)).id;
    }
    const { audit } = await world.task(id);
    const words = audit.filter((e) => e.type === "task.handed-back").map((e) => String(e.data["notes"]));
    expect(words).toHaveLength(2);
    for (const text of words) expect(text).toBe(`${notes.slice(0, 200)}…`);
  });
});
