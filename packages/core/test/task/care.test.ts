import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openWorld, type World } from "../../../../test/support/world.ts";
import {
  acknowledge,
  assign,
  assigneeSchema,
  type Cared,
  snooze,
  summarize,
  unacknowledge,
  unassign,
  unsnooze,
} from "../../src/index.ts";

const DAY = 86_400_000;
const ada = "human:ada@example.org";

describe("care for a task", () => {
  let world: World;
  let id: string;
  beforeEach(async () => {
    world = await openWorld();
    id = await world.breaks("shop", "http_status");
    await world.asked(id);
  });
  afterEach(() => world.close());

  const by = () => ({ id, by: ada });
  const until = () => world.clock.now() + DAY;
  const pairs: ReadonlyArray<readonly [string, () => Promise<Cared>, string, () => Promise<Cared>]> = [
    [
      "acknowledged",
      () => acknowledge(world.ctx, by()),
      "unacknowledged",
      () => unacknowledge(world.ctx, by()),
    ],
    [
      "snoozed",
      () => snooze(world.ctx, { ...by(), until: until() }),
      "unsnoozed",
      () => unsnooze(world.ctx, by()),
    ],
    [
      "assigned",
      () => assign(world.ctx, { ...by(), assignee: ada }),
      "unassigned",
      () => unassign(world.ctx, by()),
    ],
  ];

  test.each(pairs)("that is %s twice is written once, and so is its end", async (done, verb, ended, end) => {
    const before = await world.task(id);
    const told = () =>
      world.events.filter((e) => e.data["task"] === id && e.actor === ada).map((e) => e.type);
    expect((await end()).changed).toBe(false);
    expect((await verb()).changed).toBe(true);
    const cared = await world.task(id);
    expect(summarize(cared).care).toEqual(cared.care);
    expect((await verb()).changed).toBe(false);
    expect(await world.task(id)).toEqual(cared);
    expect((await end()).changed).toBe(true);
    expect((await end()).changed).toBe(false);
    const after = await world.task(id);
    expect(after).not.toHaveProperty("care");
    expect(after.version).toBe(before.version + 2);
    expect(after.audit.slice(before.audit.length)).toMatchObject([
      { actor: ada, type: `task.${done}` },
      { actor: ada, type: `task.${ended}` },
    ]);
    expect(world.isAuditSound(after)).toBe(true);
    expect(told()).toEqual([`task.${done}`, `task.${ended}`]);
  });

  test("keeps who acknowledged first, and the last snooze and assignee", async () => {
    const [first, later] = [until(), until() + DAY];
    await acknowledge(world.ctx, by());
    await acknowledge(world.ctx, { id, by: "human:bob" });
    await snooze(world.ctx, { ...by(), until: first });
    await snooze(world.ctx, { id, by: "human:bob", until: later });
    await assign(world.ctx, { ...by(), assignee: ada });
    await assign(world.ctx, { ...by(), assignee: "human:bob" });
    expect((await world.task(id)).care).toMatchObject({
      acknowledged: { by: ada },
      snoozed: { by: "human:bob", until: later },
      assignee: "human:bob",
    });
  });

  test("by many people at the same time is all kept", async () => {
    await Promise.all([
      acknowledge(world.ctx, by()),
      snooze(world.ctx, { ...by(), until: until() }),
      assign(world.ctx, { ...by(), assignee: ada }),
    ]);
    const task = await world.task(id);
    expect(Object.keys(task.care ?? {}).sort()).toEqual(["acknowledged", "assignee", "snoozed"]);
    expect(world.isAuditSound(task)).toBe(true);
  });

  test("that is closed is refused with the reason, and changes nothing", async () => {
    const task = await world.task(id);
    const closed = await world.t.store.tasks.save({
      ...task,
      status: "cleared",
      closedAt: world.clock.now(),
    });
    for (const [, verb] of pairs)
      await expect(verb()).rejects.toMatchObject({
        code: "conflict",
        message: expect.stringContaining("closed (cleared)") as string,
      });
    expect(await world.task(id)).toEqual(closed);
  });

  test("snoozes for a time that is to come, and for at most 30 days", async () => {
    const now = world.clock.now();
    for (const bad of [now, now - 1, now + 30 * DAY + 1, Number.NaN])
      await expect(snooze(world.ctx, { ...by(), until: bad })).rejects.toMatchObject({
        code: "invalid_input",
        message: expect.stringContaining("until") as string,
      });
    expect((await snooze(world.ctx, { ...by(), until: now + 30 * DAY })).changed).toBe(true);
  });

  test("is given to people only", () => {
    for (const good of [ada, "human:local", "human:Ada Lovelace"])
      expect(assigneeSchema.safeParse(good).success).toBe(true);
    for (const bad of [
      "",
      "human:",
      "human: ",
      "gradus",
      "detector:http",
      "human:a\nb",
      `human:${"a".repeat(200)}`,
    ])
      expect(assigneeSchema.safeParse(bad).success).toBe(false);
  });
});
