import { approve, remind } from "@gradus/core";
import type { Verb } from "@gradus/workflows";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openWorld, verdictFor, type World } from "../support/world.ts";

describe("kill -9", () => {
  let world: World;
  beforeEach(async () => {
    world = await openWorld();
    world.known = verdictFor("restart");
    world.outside.when("restart", "shop");
  });
  afterEach(() => world.close());

  /** Dies right after a verb has done its work, before its state is journaled; once. */
  const dieAfter = (verb: Verb): void => {
    world.after = (called) => {
      if (called !== verb) return;
      world.after = () => {};
      world.kill();
    };
  };

  const afterDeath = async (id: string) => {
    await world.clock.settle();
    await world.revive();
    return world.ended(id);
  };

  test("in the middle of an action: the action is not repeated, and said to be uncertain", async () => {
    world.outside.takesMs = 5_000;
    const id = await world.breaks("shop", "http_status");
    await world.clock.until(() => world.outside.deeds.length === 1);
    world.kill();
    world.outside.takesMs = 0;
    const { task } = await afterDeath(id);
    expect(task.status).toBe("fixed");
    expect(task.attempts.map((a) => [a.n, a.phase, a.outcome?.result, a.result])).toEqual([
      [1, 1, "uncertain", "not_fixed"],
      [2, 1, "done", "fixed"],
    ]);
    // What nobody knows of says nothing about the action: it may be chosen again, as another attempt.
    expect(task.tabu).toEqual([]);
    expect((await world.patterns())[0]?.totals).toMatchObject({ fixed: 1, notFixed: 0 });
    expect(world.isAuditSound(task)).toBe(true);
  });

  test("after an action that helped: it is not repeated, and verification finds it fixed", async () => {
    dieAfter("Apply");
    const id = await world.breaks("shop", "http_status");
    const { task } = await afterDeath(id);
    expect(world.outside.applied()).toEqual(["restart()"]);
    expect(task).toMatchObject({
      status: "fixed",
      attempts: [{ n: 1, outcome: { result: "uncertain" }, result: "fixed" }],
    });
  });

  test("after an approved action: neither the action nor its warrant is used again", async () => {
    world = await openWorld({
      targets: [
        { id: "shop", autonomy: { reversible: "auto", disruptive: "approve", destructive: "approve" } },
      ],
    });
    world.known = verdictFor("restart");
    const id = await world.breaks("shop", "http_status");
    const asked = await world.asked(id);
    dieAfter("Apply");
    await approve(world.ctx, { id: asked.id, by: "human:ada", notes: "" });
    await world.clock.settle();
    await world.revive();
    const again = await world.asked(id);
    expect(world.outside.applied()).toEqual(["restart()"]);
    expect(again.kind).toBe("approval");
    expect(again.id).not.toBe(asked.id);
  });

  test.each(["Triage", "QuickFix", "Apply", "Verify", "Learn"] as const)(
    "after %s: the task is fixed all the same, with one action, one lesson and one chain",
    async (verb) => {
      dieAfter(verb);
      const id = await world.breaks("shop", "http_status");
      const { status, task } = await afterDeath(id);
      expect({ status, task: task.status }).toEqual({ status: "SUCCEEDED", task: "fixed" });
      expect(world.outside.applied()).toEqual(["restart()"]);
      expect((await world.patterns()).map((p) => p.totals.fixed)).toEqual([1]);
      expect(task.audit.filter((e) => e.type === "task.fixed")).toHaveLength(1);
      expect(task.audit.filter((e) => e.type === "action.applied")).toHaveLength(1);
      expect(world.isAuditSound(task)).toBe(true);
    },
  );

  test("after a failed verification: the failure counts once, though the target looks well by now", async () => {
    world.outside.when("restart", "shop", () => {});
    dieAfter("Verify");
    const id = await world.breaks("shop", "http_status");
    await world.clock.settle();
    await world.clock.until(() => world.published("action.verified").length > 0);
    await world.clock.settle();
    world.outside.heal("shop");
    await world.revive();
    const { task } = await world.ended(id);
    expect(task.attempts).toMatchObject([{ n: 1, result: "not_fixed" }]);
    expect((await world.patterns())[0]?.totals).toMatchObject({ notFixed: 1, fixed: 0 });
    expect(task.audit.filter((e) => e.type === "action.verified")).toHaveLength(1);
    // And nobody is bothered with what is gone.
    expect(task.status).toBe("cleared");
    expect(world.mails).toEqual([]);
  });

  test("between opening an escalation and mailing it: the person is told after all", async () => {
    world.known = () => undefined;
    world.onMail = () => {
      world.onMail = () => {};
      world.mails.pop();
      world.kill();
    };
    const id = await world.breaks("shop", "http_status");
    await world.clock.settle();
    expect(world.mails).toEqual([]);
    await world.revive();
    const asked = await world.asked(id);
    expect(world.mails).toEqual([{ kind: "escalated", about: asked.id }]);
    expect(await world.escalations()).toHaveLength(1);
  });

  test.each(["Escalate", "AwaitHuman"] as const)("after %s: one escalation, one mail", async (verb) => {
    world.known = () => undefined;
    dieAfter(verb);
    const id = await world.breaks("shop", "http_status");
    await world.clock.settle();
    await world.revive();
    await world.asked(id);
    expect(await world.escalations()).toHaveLength(1);
    expect(world.mails).toHaveLength(1);
  });

  test("between approving and telling the waiting state: the answer arrives, and the action is taken once", async () => {
    world = await openWorld({
      targets: [
        { id: "shop", autonomy: { reversible: "auto", disruptive: "approve", destructive: "approve" } },
      ],
    });
    world.known = verdictFor("restart");
    world.outside.when("restart", "shop");
    const id = await world.breaks("shop", "http_status");
    const asked = await world.asked(id);
    world.ctx.workflows.answer = () => {
      world.kill();
      return new Promise(() => {});
    };
    void approve(world.ctx, { id: asked.id, by: "human:ada", notes: "" });
    await world.clock.settle();
    await world.revive();
    await remind(world.ctx);
    const { task } = await world.ended(id);
    expect(task).toMatchObject({ status: "fixed", attempts: [{ warrant: { by: "human:ada" } }] });
    expect(world.outside.applied()).toEqual(["restart()"]);
    expect(task.audit.filter((e) => e.type === "action.approved")).toHaveLength(1);
  });
});
