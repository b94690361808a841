import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openWorld, type World } from "../../../../test/support/world.ts";
import { changeTask } from "../../src/index.ts";

describe("a fault that was suppressed once and is back", () => {
  let world: World;
  beforeEach(async () => {
    world = await openWorld({
      targets: [{ id: "db" }, { id: "api", dependsOn: ["db"] }, { id: "shop", dependsOn: ["api"] }],
    });
  });
  afterEach(() => world.close());

  const day = 24 * 3_600_000;
  /** Closes a task behind the back of its execution. */
  const close = (id: string) =>
    changeTask(world.ctx, id, (task) => ({
      task: { ...task, status: "cleared", closedAt: world.clock.now() },
      entries: [],
    }));
  /** Long ago, shop's http_status was suppressed as the fault of db. */
  const suppressedLongAgo = async (): Promise<string> => {
    world.outside.break("db", "service_down");
    const id = await world.breaks("shop", "http_status");
    await world.ended(id);
    expect(await world.task(id)).toMatchObject({ status: "suppressed", suppressedBy: "db" });
    world.outside.heal("db");
    world.outside.heal("shop");
    world.clock.advance(20 * day);
    return id;
  };

  test("opens a task, though something milder of the same target waits for a person", async () => {
    const vague = await world.breaks("shop", "http_status");
    world.outside.break("shop", "service_down");
    const near = (await world.signal("shop")).task.id;
    expect(await world.task(vague)).toMatchObject({ status: "suppressed", suppressedBy: "shop" });
    await close(near);
    world.outside.heal("shop");
    world.clock.advance(20 * day);
    await world.asked(await world.breaks("shop", "log_new_error|a"));
    world.outside.break("shop", "http_status");
    expect(await world.signal("shop")).toMatchObject({ kind: "opened", task: { symptom: "http_status" } });
  });

  test("opens a task, though the dependency that was blamed then has a task about something soft", async () => {
    await suppressedLongAgo();
    await world.asked(await world.breaks("db", "log_new_error|a"));
    world.outside.break("shop", "http_status");
    expect(await world.signal("shop")).toMatchObject({ kind: "opened", task: { symptom: "http_status" } });
  });

  test("opens none while a hard fault of the dependency is behind newer, softer ones", async () => {
    await suppressedLongAgo();
    await world.asked(await world.breaks("db", "http_status"));
    world.clock.advance(1_000);
    world.outside.break("db", "service_flapping");
    await world.signal("db");
    world.outside.break("shop", "http_status");
    expect((await world.signal("shop")).kind).toBe("suppressed");
  });

  test("opens none while what its dependency depends on is at fault", async () => {
    world.outside.break("db", "service_down");
    world.outside.break("api", "http_status");
    const shop = await world.breaks("shop", "http_status");
    await world.ended(shop);
    expect(await world.task(shop)).toMatchObject({ status: "suppressed", suppressedBy: "api" });
    await world.asked((await world.signal("db")).task.id);
    expect(await world.signal("shop")).toMatchObject({ kind: "suppressed", task: { id: shop } });
  });

  test("opens a task when it no longer depends on what was blamed", async () => {
    await suppressedLongAgo();
    world.outside.targets.splice(2, 1, { ...world.target("shop"), dependsOn: [] });
    await world.asked(await world.breaks("db", "service_down"));
    world.outside.break("shop", "http_status");
    expect((await world.signal("shop")).kind).toBe("opened");
  });
});
