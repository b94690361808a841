import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openWorld, verdictFor, type World } from "../support/world.ts";

const MINUTE = 60_000;

describe("a fix that does not hold", () => {
  let world: World;
  beforeEach(async () => {
    world = await openWorld();
    world.known = verdictFor("restart");
    world.researched = verdictFor("reload", { expert: "researcher" });
    world.outside.when("restart", "shop");
    world.outside.when("reload", "shop");
  });
  afterEach(() => world.close());

  const recordOf = async (runbook: string) =>
    (await world.patterns()).find((p) => p.action.runbook === runbook)?.totals;

  test("for 15 minutes is paid for by its pattern, and the work goes on a phase up with something else", async () => {
    const first = await world.breaks("shop", "http_status");
    await world.ended(first);
    await world.clock.pass(14 * MINUTE);
    const second = await world.breaks("shop", "http_status");
    expect(second).not.toBe(first);
    const { task } = await world.ended(second);
    expect(task).toMatchObject({
      generation: 2,
      relapseOf: first,
      tabu: ["restart()"],
      status: "fixed",
      attempts: [{ phase: 2, action: { runbook: "reload" } }],
    });
    expect(await world.path(second)).not.toContain("Quick fix");
    const before = await world.task(first);
    expect(before.attempts).toMatchObject([{ result: "not_held" }]);
    expect(before.audit.at(-1)).toMatchObject({ type: "fix.relapsed", data: { n: 1 } });
    expect(world.isAuditSound(before)).toBe(true);
    expect(await recordOf("restart")).toMatchObject({ fixed: 1, notHeld: 1 });
  });

  test("once more is never repaired with anything that was tried before", async () => {
    await world.ended(await world.breaks("shop", "http_status"));
    await world.clock.pass(MINUTE);
    await world.ended(await world.breaks("shop", "http_status"));
    await world.clock.pass(MINUTE);
    const third = await world.breaks("shop", "http_status");
    await world.asked(third);
    expect(await world.task(third)).toMatchObject({ generation: 3, tabu: ["restart()", "reload()"] });
    expect(world.outside.applied()).toEqual(["restart()", "reload()"]);
    expect(await recordOf("reload")).toMatchObject({ fixed: 1, notHeld: 1 });
  });

  test("after more than 15 minutes is a new case, and the known fix is used again", async () => {
    const first = await world.breaks("shop", "http_status");
    await world.ended(first);
    await world.clock.pass(16 * MINUTE);
    const second = await world.breaks("shop", "http_status");
    const { task } = await world.ended(second);
    expect(task.relapseOf).toBeUndefined();
    expect(task).toMatchObject({ status: "fixed", attempts: [{ phase: 1 }], tabu: [] });
    expect((await world.task(first)).attempts).toMatchObject([{ result: "fixed" }]);
    expect(await recordOf("restart")).toMatchObject({ fixed: 2, notHeld: 0 });
  });

  test("is paid for once, also when Gradus is killed between opening the next task and saying so", async () => {
    const first = await world.breaks("shop", "http_status");
    await world.ended(first);
    await world.clock.pass(MINUTE);
    world.outside.break("shop", "http_status");
    const { patterns } = world.ctx.store;
    const get = patterns.get.bind(patterns);
    // The relapse is opened, and then the process dies.
    world.ctx.store.patterns = { ...patterns, get: async (id) => (world.kill(), get(id)) };
    void world.signal("shop");
    await world.clock.settle();
    const { tasks } = await world.t.store.tasks.list({ state: "open" });
    expect(tasks).toHaveLength(1);
    expect(await recordOf("restart")).toMatchObject({ notHeld: 0 });
    await world.revive();
    await world.ended(tasks[0]?.id ?? "");
    expect(await recordOf("restart")).toMatchObject({ fixed: 1, notHeld: 1 });
  });
});
