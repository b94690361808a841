import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openWorld, verdictFor, type World } from "../support/world.ts";

describe("triage", () => {
  let world: World;
  beforeEach(async () => {
    world = await openWorld({
      targets: [{ id: "db" }, { id: "api", dependsOn: ["db"] }, { id: "shop", dependsOn: ["api"] }],
    });
    world.known = verdictFor("restart");
  });
  afterEach(() => world.close());

  test("closes a task whose fault is gone by itself, and does nothing", async () => {
    const id = await world.breaks("shop", "http_status");
    world.outside.heal("shop");
    const { status, task } = await world.ended(id);
    expect({ status, task: task.status }).toEqual({ status: "SUCCEEDED", task: "cleared" });
    expect(await world.path(id)).toEqual(["Triage", "Next phase", "Closed"]);
    expect(world.outside.deeds).toEqual([]);
    expect(world.published("task.cleared")).toHaveLength(1);
    expect(world.isAuditSound(task)).toBe(true);
  });

  test("blames a dependency that is down, however far, and does nothing to its dependents", async () => {
    const id = await world.breaks("shop", "http_status");
    world.outside.break("db", "service_down");
    const { task } = await world.ended(id);
    expect(task).toMatchObject({ status: "suppressed", suppressedBy: "db" });
    expect(world.outside.deeds).toEqual([]);
    expect(task.audit.at(-1)).toMatchObject({ type: "task.suppressed", data: { by: "db" } });
    expect(world.mails).toEqual([]);
  });

  test("does not blame a dependency for a soft symptom", async () => {
    world.outside.when("restart", "shop");
    const id = await world.breaks("shop", "http_status");
    world.outside.break("db", "http_slow");
    expect((await world.ended(id)).task.status).toBe("fixed");
  });

  test("blames a dependency that answers again while its repair is not verified yet", async () => {
    world.outside.when("restart", "db");
    const db = await world.breaks("db", "service_down");
    await world.clock.until(() => world.outside.deeds.length === 1);
    world.outside.heal("db");
    const id = await world.breaks("shop", "http_status");
    const { task } = await world.ended(id);
    expect(task).toMatchObject({ status: "suppressed", suppressedBy: "db", attempts: [] });
    expect(task.outcome).toContain(`db, which it depends on, is being repaired: see ${db}`);
    expect((await world.ended(db)).task.status).toBe("fixed");
    expect(world.mails).toEqual([]);
  });

  test("blames a dependency that has just been repaired, until its dependents have had the time to recover", async () => {
    world.outside.when("restart", "db");
    world.outside.when("restart", "shop");
    const firstSeenAt = world.clock.now();
    const db = await world.breaks("db", "service_down");
    expect((await world.ended(db)).task.status).toBe("fixed");
    world.outside.break("shop", "http_status");
    const early = (await world.signal("shop", { firstSeenAt })).task.id;
    expect((await world.ended(early)).task).toMatchObject({ status: "suppressed", suppressedBy: "db" });
    // It is looked at again each second; that is no task each second.
    for (let second = 0; second < 10; second += 1) {
      world.clock.advance(1_000);
      expect((await world.signal("shop", { firstSeenAt })).task.id).toBe(early);
    }
    world.clock.advance(60_000);
    const late = (await world.signal("shop", { firstSeenAt })).task.id;
    expect((await world.ended(late)).task.status).toBe("fixed");
  });

  test("does not blame a repair for what began after it", async () => {
    world.outside.when("restart", "db");
    world.outside.when("restart", "shop");
    const db = await world.breaks("db", "service_down");
    expect((await world.ended(db)).task.status).toBe("fixed");
    world.clock.advance(1);
    const id = await world.breaks("shop", "http_status");
    expect((await world.ended(id)).task.status).toBe("fixed");
  });

  test("of two tasks that were opened at the same moment, the vaguer one gives way", async () => {
    world.outside.when("restart", "shop");
    world.outside.break("shop", "http_slow");
    const vague = world.signal("shop");
    world.outside.heal("shop");
    world.outside.break("shop", "service_down");
    const near = world.signal("shop");
    const ids = [(await vague).task.id, (await near).task.id] as const;
    world.outside.break("shop", "http_slow");
    const tasks = [(await world.ended(ids[0])).task, (await world.ended(ids[1])).task];
    expect(tasks.map((t) => t.status)).toEqual(["suppressed", "fixed"]);
    expect(world.outside.applied()).toEqual(["restart()"]);
  });

  test("a task that was overtaken while it was thought about ends without acting or asking", async () => {
    world.outside.when("restart", "shop");
    const vague = await world.breaks("shop", "http_slow");
    world.outside.break("shop", "service_down");
    world.before = async (verb) => {
      if (verb !== "QuickFix") return;
      world.before = () => {};
      world.outside.heal("shop", "http_slow");
      await world.signal("shop");
    };
    const { status, task } = await world.ended(vague);
    expect({ status, task: task.status }).toEqual({ status: "SUCCEEDED", task: "suppressed" });
    expect(task.attempts).toEqual([]);
    expect(task.audit.at(-1)?.type).toBe("task.suppressed");
    await world.clock.until(() => world.published("task.fixed").length === 1);
    expect(world.outside.applied()).toEqual(["restart()"]);
    expect(world.mails).toEqual([]);
  });

  test("a task that is overtaken while its action runs still gets that action, and nobody acts beside it", async () => {
    world.outside.takesMs = 10_000;
    world.outside.when("restart", "shop");
    world.outside.when("reload", "shop");
    const vague = await world.breaks("shop", "http_slow");
    await world.clock.until(() => world.outside.deeds.length === 1);
    world.known = verdictFor("reload");
    world.outside.heal("shop");
    world.outside.break("shop", "service_down");
    const near = (await world.signal("shop")).task.id;
    const { task } = await world.ended(vague);
    expect(task).toMatchObject({ status: "suppressed", attempts: [{ n: 1, result: "fixed" }] });
    expect(task.audit.map((e) => e.type)).toContain("action.applied");
    expect(world.isAuditSound(task)).toBe(true);
    // Its repair helped the other one too, which waited and found nothing left to do.
    expect((await world.ended(near)).task).toMatchObject({ status: "cleared", attempts: [] });
    expect(world.outside.applied()).toEqual(["restart()"]);
  });

  test("what an overtaken task did before Gradus was killed stays on its record", async () => {
    world.outside.takesMs = 10_000;
    const vague = await world.breaks("shop", "http_slow");
    await world.clock.until(() => world.outside.deeds.length === 1);
    world.known = () => undefined;
    world.outside.break("shop", "service_down");
    await world.signal("shop");
    world.kill();
    await world.revive();
    const { task } = await world.ended(vague);
    expect(task).toMatchObject({
      status: "suppressed",
      attempts: [{ n: 1, outcome: { result: "uncertain" }, result: "not_fixed" }],
    });
    expect(world.outside.deeds).toHaveLength(1);
  });

  test("a target that is no longer configured goes to a person", async () => {
    const id = await world.breaks("shop", "http_status");
    world.outside.targets.splice(2, 1);
    const asked = await world.asked(id);
    expect(asked.summary).toMatch(/not in targets.yaml any more/);
  });

  test("a waiting task that is started again and finds the fault gone leaves no question behind", async () => {
    world.known = () => undefined;
    const id = await world.breaks("shop", "http_status");
    await world.asked(id);
    await world.ended(id);
    world.outside.heal("shop");
    await world.runner.startExecution({ machine: "Remediation", name: `${id}-r1`, input: { task: id } });
    await world.clock.settle();
    expect((await world.task(id)).status).toBe("cleared");
    expect((await world.escalations()).map((e) => e.status)).toEqual(["resolved"]);
  });
});
