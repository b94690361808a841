import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openWorld, type World } from "../../../../test/support/world.ts";
import { closeGone, type GoneSince } from "../../src/index.ts";

describe("closing what is gone", () => {
  let world: World;
  let id: string;
  let since: GoneSince;
  beforeEach(async () => {
    world = await openWorld({ targets: [{ id: "shop", intervalMs: 10_000 }] });
    id = await world.breaks("shop", "http_status");
    await world.asked(id);
    since = {};
  });
  afterEach(() => world.close());

  const look = async (afterMs: number) => {
    await world.clock.pass(afterMs);
    const target = world.target("shop");
    since = await closeGone(world.ctx, target, await world.outside.look(target), since);
    return (await world.task(id)).status;
  };

  test("needs the issue to be gone for thirty seconds on end", async () => {
    world.outside.heal("shop");
    expect(await look(0)).toBe("awaiting_human");
    expect(await look(29_999)).toBe("awaiting_human");
    await look(1);
    expect((await world.ended(id)).task.status).toBe("cleared");
  });

  test("begins to count anew when it shows again, or when the target is unhealthy in another way", async () => {
    world.outside.heal("shop");
    await look(0);
    world.outside.break("shop", "service_down");
    await look(20_000);
    expect(since).toEqual({});
    world.outside.heal("shop");
    expect(await look(10_000)).toBe("awaiting_human");
    expect(await look(20_000)).toBe("awaiting_human");
  });

  test("takes no evidence for no evidence of health", async () => {
    world.outside.blind = true;
    await look(0);
    expect(await look(60_000)).toBe("awaiting_human");
  });

  test("waits two intervals of a target that is looked at seldom", async () => {
    world.outside.targets.splice(0, 1, { ...world.target("shop"), intervalMs: 60_000 });
    world.outside.heal("shop");
    await look(0);
    expect(await look(60_000)).toBe("awaiting_human");
    await look(60_000);
    expect((await world.ended(id)).task.status).toBe("cleared");
  });

  test("leaves alone what nobody is waiting for: a task that is worked on verifies itself", async () => {
    const task = await world.task(id);
    await world.t.store.tasks.save({ ...task, status: "working" });
    world.outside.heal("shop");
    await look(0);
    await look(60_000);
    expect((await world.task(id)).status).toBe("working");
    expect((await world.escalations()).map((e) => e.status)).toEqual(["open"]);
  });
});
