import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openWorld, type World } from "../../../../test/support/world.ts";
import { changeTask, isOpen, isWaiting, summarize, taskStatusSchema } from "../../src/index.ts";

describe("changing a task", () => {
  let world: World;
  let id: string;
  beforeEach(async () => {
    world = await openWorld();
    id = await world.breaks("shop", "http_status");
    await world.asked(id);
  });
  afterEach(() => world.close());

  const note = (n: number) => ({ at: n, actor: "gradus", type: "test.noted", data: { n } });

  test("by many at the same time loses no change, and keeps the chain whole", async () => {
    const before = await world.task(id);
    await Promise.all(
      [1, 2, 3, 4].map((n) =>
        changeTask(world.ctx, id, (task) => ({
          task: { ...task, tabu: [...task.tabu, `a${n}`] },
          entries: [note(n)],
        })),
      ),
    );
    const after = await world.task(id);
    expect(after.tabu.sort()).toEqual(["a1", "a2", "a3", "a4"]);
    expect(after.audit).toHaveLength(before.audit.length + 4);
    expect(after.version).toBe(before.version + 4);
    expect(world.isAuditSound(after)).toBe(true);
  });

  test("to nothing writes nothing", async () => {
    const before = await world.task(id);
    expect(await changeTask(world.ctx, id, () => undefined)).toEqual(before);
    expect((await world.task(id)).version).toBe(before.version);
  });

  test("that is not there is not found", async () => {
    const change = changeTask(world.ctx, "0123456789abcdef-1", () => undefined);
    await expect(change).rejects.toMatchObject({ code: "not_found" });
  });

  test("that others win again and again is a conflict in the end, and a fault of the store is one at once", async () => {
    let tries = 0;
    const lost = changeTask(world.ctx, id, (task) => {
      tries++;
      return { task: { ...task, version: task.version - 1 }, entries: [] };
    });
    await expect(lost).rejects.toMatchObject({ code: "conflict" });
    expect(tries).toBe(8);
    tries = 0;
    const broken = changeTask(world.ctx, id, (task) => {
      tries++;
      return { task: { ...task, phase: 9 as never }, entries: [] };
    });
    await expect(broken).rejects.toMatchObject({ code: "invalid_input" });
    expect(tries).toBe(1);
  });

  test("a waiting task is open, and every status is either open or closed", () => {
    const open = taskStatusSchema.options.filter((status) => isOpen({ status }));
    expect(open).toEqual(["working", "awaiting_approval", "awaiting_human"]);
    expect(taskStatusSchema.options.filter((status) => isWaiting({ status }))).toEqual(open.slice(1));
    expect(() => isOpen({ status: "lost" as never })).toThrow(/unknown status/);
  });

  test("its row in lists says what was tried last, and how often", async () => {
    const task = await world.task(id);
    expect(summarize(task)).toMatchObject({ id, attempts: 0, status: "awaiting_human" });
    expect(summarize(task)).not.toHaveProperty("lastAction");
    expect(summarize(task)).not.toHaveProperty("audit");
  });
});
