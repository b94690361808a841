import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openWorld, verdictFor, type World } from "../support/world.ts";

describe("a busy target", () => {
  let world: World;
  beforeEach(async () => {
    world = await openWorld({ targets: [{ id: "db" }, { id: "shop", dependsOn: ["db"] }] });
    world.known = verdictFor("restart");
    world.outside.takesMs = 10_000;
    world.outside.when("restart", "shop", (outside) => outside.heal("shop", "http_status"));
    world.outside.when("restart", "db");
  });
  afterEach(() => world.close());

  const overlaps = (): boolean =>
    world.outside.deeds.some((a, i) =>
      world.outside.deeds.slice(i + 1).some((b) => a.from < (b.to ?? 0) && b.from < (a.to ?? 0)),
    );

  test("is waited for: the second task acts after the first one is done", async () => {
    const first = await world.breaks("shop", "http_slow");
    await world.clock.until(() => world.outside.deeds.length === 1);
    world.known = verdictFor("reload");
    world.outside.when("reload", "shop");
    const second = await world.breaks("shop", "service_down", "http_status");
    expect(second).not.toBe(first);
    await world.ended(first);
    expect((await world.ended(second)).task.attempts).toMatchObject([{ n: 1, result: "fixed" }]);
    expect(world.outside.applied()).toEqual(["restart()", "reload()"]);
    expect(overlaps()).toBe(false);
  });

  test("next door is waited for too, and the wait leaves no trace of an attempt", async () => {
    world.outside.break("shop", "http_status");
    const db = await world.breaks("db", "http_slow");
    await world.clock.until(() => world.outside.deeds.length === 1);
    const shop = (await world.signal("shop")).task.id;
    const tasks = [(await world.ended(db)).task, (await world.ended(shop)).task];
    expect(tasks.map((t) => t.status)).toEqual(["fixed", "fixed"]);
    expect(tasks[1]?.attempts).toMatchObject([{ n: 1, outcome: { result: "done" } }]);
    expect(overlaps()).toBe(false);
    const path = await world.path(shop);
    expect(path.filter((state) => state === "Apply").length).toBeGreaterThan(1);
  });

  test("neighbours that want to act at the same moment both get their turn, one after the other", async () => {
    world.outside.break("db", "http_slow");
    world.outside.break("shop", "http_status");
    const ids = await Promise.all([world.signal("db"), world.signal("shop")]);
    const tasks = [];
    for (const { task } of ids) tasks.push((await world.ended(task.id)).task);
    expect(tasks.map((t) => t.attempts.map((a) => a.outcome?.result))).toEqual([["done"], ["done"]]);
    expect(overlaps()).toBe(false);
    expect(world.outside.deeds).toHaveLength(2);
  });

  test("whose fault goes away meanwhile is not acted on at all", async () => {
    world.outside.when("restart", "db", (outside) => {
      outside.heal("db");
      outside.heal("shop");
    });
    const db = await world.breaks("db", "http_slow");
    await world.clock.until(() => world.outside.deeds.length === 1);
    const shop = await world.breaks("shop", "http_status");
    await world.ended(db);
    expect((await world.ended(shop)).task).toMatchObject({ status: "cleared", attempts: [] });
    expect(world.outside.applied("shop")).toEqual([]);
  });

  test("that stays busy is given up in the end, and a person is asked", async () => {
    const lease = { target: "db", task: await world.breaks("db", "http_slow"), attempt: 9_000, action: "x" };
    world.outside.heal("db");
    await world.ended(lease.task);
    const holder = await world.task(lease.task);
    await world.t.store.tasks.save({ ...holder, status: "working" });
    const now = world.clock.now();
    await world.t.store.leases.acquire({ ...lease, now, until: now + 24 * 3_600_000 });
    const shop = await world.breaks("shop", "http_status");
    const asked = await world.asked(shop);
    expect(asked.summary).toContain("gave up waiting");
    expect(world.outside.applied("shop")).toEqual([]);
    expect(world.clock.now() - now).toBeGreaterThan(9 * 60_000);
  });
});
