import type { Verb } from "@gradus/workflows";
import { approve } from "@gradus/core";
import { afterEach, describe, expect, test } from "vitest";
import { openWorld, verdictFor, type World } from "../support/world.ts";

let world: World;
afterEach(() => world.close());

/** A world in which the story comes to every verb. */
const worldThatReaches = async (verb: Verb): Promise<World> => {
  const disruptive = verb === "RequestApproval" ? ("approve" as const) : ("auto" as const);
  const autonomy = { reversible: "auto", disruptive, destructive: "approve" } as const;
  const opened = await openWorld({ targets: [{ id: "shop", autonomy }] });
  if (["RequestApproval", "Apply", "Verify", "Learn"].includes(verb)) opened.known = verdictFor("restart");
  if (verb === "Undo") opened.known = verdictFor("restore");
  opened.outside.when("restart", "shop");
  opened.outside.when("restore", "shop", (outside) => outside.break("shop", "service_down"));
  return opened;
};

const broken = (verb: Verb, times = Number.POSITIVE_INFINITY) => {
  let left = times;
  world.before = (called) => {
    if (called === verb && left-- > 0) throw new Error(`${verb} is broken`);
  };
};

describe("a fault in a step", () => {
  test.each([
    "Triage",
    "QuickFix",
    "Research",
    "Consensus",
    "RequestApproval",
    "Apply",
    "Verify",
    "Undo",
  ] as const)("of %s is tried four times, and then goes to a person who is told which", async (verb) => {
    world = await worldThatReaches(verb);
    broken(verb);
    const id = await world.breaks("shop", "http_status");
    const asked = await world.asked(id);
    expect(asked).toMatchObject({ kind: "help", summary: expect.stringContaining(`${verb} is broken`) });
    expect(world.mails).toEqual([{ kind: "escalated", about: asked.id }]);
    expect(world.calls.filter((c) => c === verb)).toHaveLength(4);
    const task = await world.task(id);
    expect(task.status).toBe("awaiting_human");
    expect(world.isAuditSound(task)).toBe(true);
    expect((await world.path(id)).slice(-2)).toEqual(["Escalate", "Await human"]);
  });

  test.each([
    "Triage",
    "QuickFix",
    "Research",
    "Consensus",
    "RequestApproval",
    "Apply",
    "Verify",
    "Undo",
    "Escalate",
    "AwaitHuman",
    "Learn",
  ] as const)("of %s that passes is retried, and changes nothing", async (verb) => {
    world = await worldThatReaches(verb);
    broken(verb, 2);
    const began = world.clock.now();
    const id = await world.breaks("shop", "http_status");
    if (verb === "RequestApproval") {
      const asked = await world.asked(id);
      await approve(world.ctx, { id: asked.id, by: "human:ada", notes: "" });
    }
    const isFixed = ["RequestApproval", "Apply", "Verify", "Learn"].includes(verb);
    if (isFixed) expect((await world.ended(id)).task.status).toBe("fixed");
    else expect((await world.asked(id)).summary).not.toContain("is broken");
    expect(world.outside.applied().length).toBeLessThanOrEqual(1);
    expect(world.clock.now() - began).toBeGreaterThan(1_000);
  });

  test.each(["Triage", "QuickFix", "Research", "Consensus", "Verify", "Undo"] as const)(
    "of %s that hangs runs into its timeout, and goes to a person",
    async (verb) => {
      world = await worldThatReaches(verb);
      if (verb === "Verify") world.known = verdictFor("restart");
      world.before = (called) => (called === verb ? new Promise<void>(() => {}) : undefined);
      const id = await world.breaks("shop", "http_status");
      expect((await world.asked(id)).summary).toContain("States.Timeout");
    },
  );

  test.each(["Escalate", "AwaitHuman", "Learn"] as const)(
    "of %s, the last of them, raises an alarm, and the execution fails visibly",
    async (verb) => {
      world = await worldThatReaches(verb);
      broken(verb);
      const id = await world.breaks("shop", "http_status");
      const { status } = await world.ended(id);
      expect(status).toBe("FAILED");
      expect(world.mails.at(-1)).toEqual({ kind: "unwell", about: "Gradus could not escalate a task" });
      expect(world.published("gradus.unwell")).toHaveLength(1);
      expect(world.logs.some((line) => line.startsWith("error: ") && line.includes(id))).toBe(true);
      expect((await world.path(id)).slice(-2)).toEqual(["Alarm", "Failed"]);
    },
  );

  test("of the alarm itself is told without any code of ours, and still fails the execution", async () => {
    world = await worldThatReaches("Escalate");
    world.before = (verb) => {
      if (verb === "Escalate" || verb === "Alarm") throw new Error("the store is gone");
    };
    const id = await world.breaks("shop", "http_status");
    const { status } = await world.ended(id);
    expect(status).toBe("FAILED");
    expect((await world.path(id)).slice(-3)).toEqual(["Alarm", "Tell operators", "Failed"]);
    expect(world.mails.at(-1)).toEqual({
      kind: "unwell",
      about: "Gradus could neither escalate nor close a task",
    });
  });

  test("of an alarm's mail does not silence its event and its log", async () => {
    world = await worldThatReaches("Escalate");
    broken("Escalate");
    world.ctx.notify.unwell = async () => {
      throw new Error("no mail today");
    };
    const id = await world.breaks("shop", "http_status");
    await world.ended(id);
    expect(world.published("gradus.unwell")).toHaveLength(1);
    expect(world.logs.some((line) => line.includes("alarm could not be sent"))).toBe(true);
  });

  test("of verifying keeps what was done: the attempt is on the task when a person gets it", async () => {
    world = await worldThatReaches("Verify");
    broken("Verify");
    const id = await world.breaks("shop", "http_status");
    await world.asked(id);
    const task = await world.task(id);
    expect(task.attempts).toMatchObject([{ n: 1, outcome: { result: "done" }, result: "failed" }]);
    expect(task.audit.map((e) => e.type)).toContain("action.applied");
    expect((await world.t.store.leases.get("shop"))?.released).toBe(true);
  });

  test("an action that never comes back is on the task when a person gets it, and its target is not free yet", async () => {
    world = await worldThatReaches("Apply");
    world.outside.takesMs = 15 * 60_000;
    const id = await world.breaks("shop", "http_status");
    const asked = await world.asked(id);
    expect(asked.summary).toContain("States.Timeout");
    const task = await world.task(id);
    expect(task.attempts).toMatchObject([
      { n: 1, action: { runbook: "restart" }, outcome: { result: "uncertain" }, result: "failed" },
    ]);
    expect(world.outside.deeds).toHaveLength(1);
    expect((await world.t.store.leases.get("shop"))?.released).toBe(false);
  });

  test("of a listener does not make a finished action be forgotten", async () => {
    world = await worldThatReaches("Apply");
    world.ctx.events.publish = async (event) => {
      if (event.type === "action.applied") throw new Error("the bus is down");
    };
    const { task } = await world.ended(await world.breaks("shop", "http_status"));
    expect(task).toMatchObject({ status: "fixed", attempts: [{ outcome: { result: "done" } }] });
  });
});
