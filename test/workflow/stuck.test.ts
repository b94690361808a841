import { handBack, redrive, remind, resolveEscalation } from "@gradus/core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { executionsOf } from "../../packages/local/src/runtime/redrive.ts";
import { lookOn } from "../support/look-on.ts";
import { openWorld, verdictFor, type World } from "../support/world.ts";

describe("a task that five executions did not bring to an end", () => {
  let world: World;
  let id: string;
  beforeEach(async () => {
    world = await openWorld();
    world.known = verdictFor("restart");
    world.outside.when("restart", "shop");
    world.before = () => {
      throw new Error("everything is broken");
    };
    id = await world.breaks("shop", "http_status");
    for (let tries = 1; tries <= 5; tries++) {
      await world.clock.pass(120_000);
      expect(await round()).toEqual(
        tries < 5 ? { restarted: [id], stuck: [] } : { restarted: [], stuck: [id] },
      );
    }
    world.before = () => {};
  });
  afterEach(() => world.close());

  const round = () => redrive(world.ctx, executionsOf(world.runner));
  const asks = async () => (await world.escalations()).filter((e) => e.status === "open");

  test("is handed to people once, who are told why", async () => {
    await round();
    await round();
    const [asked, ...others] = await asks();
    expect(others).toEqual([]);
    expect(asked).toMatchObject({ kind: "help", task: id });
    expect(asked?.summary).toContain("it was started 5 times");
    expect(world.mails.filter((m) => m.kind === "escalated")).toEqual([
      { kind: "escalated", about: asked?.id },
    ]);
    expect(await world.task(id)).toMatchObject({ status: "awaiting_human", phase: 4 });
  });

  test("is closed by whoever resolves it, once, with their name on its chain", async () => {
    const [asked] = await asks();
    const answer = { id: asked?.id ?? "", by: "human:ada", notes: "restarted by hand" };
    const answers = await Promise.all([1, 2].map(() => resolveEscalation(world.ctx, answer)));
    expect(answers.filter((a) => a.first)).toHaveLength(1);
    await remind(world.ctx);
    const task = await world.task(id);
    expect(task).toMatchObject({ status: "resolved", outcome: "Resolved by ada: restarted by hand" });
    expect(task.audit.filter((e) => e.type === "task.resolved")).toMatchObject([{ actor: "human:ada" }]);
    expect(world.published("task.resolved")).toHaveLength(1);
    expect(world.isAuditSound(task)).toBe(true);
    expect(await round()).toEqual({ restarted: [], stuck: [] });
  });

  test("is closed also if Gradus was killed between the answer and its delivery", async () => {
    const [asked] = await asks();
    if (!asked) throw new Error("nobody was asked");
    const at = world.clock.now();
    const resolution = { kind: "human" as const, by: "human:ada", at, notes: "" };
    await world.t.store.escalations.save({ ...asked, status: "resolved", resolution });
    await remind(world.ctx);
    expect((await world.task(id)).status).toBe("resolved");
  });

  test("is worked on afresh when it is handed back, and fixed", async () => {
    const [asked] = await asks();
    await handBack(world.ctx, { id: asked?.id ?? "", by: "human:ada", notes: "the disk was full" });
    expect(await round()).toEqual({ restarted: [id], stuck: [] });
    await world.clock.until(async () => (await world.task(id)).status === "fixed");
    const task = await world.task(id);
    expect(task.audit.map((e) => e.type)).toContain("task.handed-back");
    expect(world.isAuditSound(task)).toBe(true);
    expect(await round()).toEqual({ restarted: [], stuck: [] });
  });

  test("is tried five times more after it was handed back, and then asked about again", async () => {
    const [asked] = await asks();
    await handBack(world.ctx, { id: asked?.id ?? "", by: "human:ada", notes: "" });
    world.before = () => {
      throw new Error("still broken");
    };
    for (let tries = 0; tries < 5; tries++) {
      expect((await round()).restarted).toEqual([id]);
      await world.clock.pass(120_000);
    }
    expect((await round()).stuck).toEqual([id]);
    const [again] = await asks();
    expect(again?.id).not.toBe(asked?.id);
    expect(again?.summary).toContain("it was started 10 times");
  });

  test("is closed when the detectors see the fault gone for good", async () => {
    world.outside.heal("shop");
    await lookOn(world, 5);
    expect(await world.task(id)).toMatchObject({ status: "cleared" });
  });
});
