import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openWorld, verdictFor, type World } from "../support/world.ts";

describe("a known fix (phase 1)", () => {
  let world: World;
  beforeEach(async () => {
    world = await openWorld();
    world.known = verdictFor("restart");
    world.outside.when("restart", "shop");
  });
  afterEach(() => world.close());

  test("a fault with a known fix is fixed, verified, learned from and closed without a person", async () => {
    const id = await world.breaks("shop", "http_status");
    const { status, task } = await world.ended(id);
    expect(status).toBe("SUCCEEDED");
    expect(task).toMatchObject({ status: "fixed", phase: 1, outcome: expect.stringContaining("restart") });
    expect(task.attempts).toMatchObject([
      { n: 1, phase: 1, result: "fixed", warrant: { by: "policy" }, verification: { result: "fixed" } },
    ]);
    expect(task.audit.map((e) => e.type)).toEqual([
      "task.opened",
      "action.decided",
      "action.applied",
      "action.verified",
      "task.fixed",
    ]);
    expect(world.isAuditSound(task)).toBe(true);
    expect(await world.patterns()).toMatchObject([{ action: { runbook: "restart" }, totals: { fixed: 1 } }]);
    expect(world.outside.applied()).toEqual(["restart()"]);
    expect(world.mails).toEqual([]);
    expect(world.events.map((e) => e.type)).toEqual([
      "task.opened",
      "action.started",
      "action.applied",
      "action.verified",
      "task.fixed",
    ]);
  });

  test("it takes at most nine state transitions, five invocations and four writes", async () => {
    const writes: string[] = [];
    world.t.embedded.client.middlewareStack.add((next, context) => async (args) => {
      const name = String(context.commandName);
      if (/Put|Update|Delete|Write/.test(name)) writes.push(name);
      return next(args);
    });
    const id = await world.breaks("shop", "http_status");
    const { task } = await world.ended(id);
    expect(task.status).toBe("fixed");
    expect(await world.path(id)).toEqual([
      "Triage",
      "Next phase",
      "Quick fix",
      "Decide",
      "Apply",
      "Settle",
      "Verify",
      "Verified",
      "Learn",
    ]);
    expect(world.calls).toEqual(["Triage", "QuickFix", "Apply", "Verify", "Learn"]);
    // Open, lease, close, pattern.
    expect(writes).toHaveLength(4);
  });

  test("what worked once is chosen next time because it worked, and its record grows", async () => {
    await world.ended(await world.breaks("shop", "http_status"));
    world.known = () => undefined;
    await world.clock.pass(20 * 60_000);
    const { task } = await world.ended(await world.breaks("shop", "http_status"));
    expect(task).toMatchObject({ generation: 2, status: "fixed", attempts: [{ phase: 1, result: "fixed" }] });
    const [pattern] = await world.patterns();
    expect(task.attempts[0]?.proposedBy).toBe(pattern?.id);
    expect(pattern?.totals.fixed).toBe(2);
  });

  test("its state stays small however much evidence there is", async () => {
    const long = "x".repeat(1_900);
    world.outside.run = async (target, which) =>
      which.map((text, i) => ({
        id: `long-${i}-${text}`,
        source: "log" as const,
        target: target.id,
        at: world.clock.now(),
        text: long,
        fact: { kind: "note" as const, topic: long.repeat(30) },
      }));
    world.known = () => undefined;
    world.researched = verdictFor("restart", { expert: "researcher" });
    world.outside.when("restart", "shop", (outside, target) => {
      outside.heal(target);
      return {
        steps: Array.from({ length: 99 }, () => ({ name: long, ok: true, output: long, ms: 1 })),
        reason: "y".repeat(300_000),
        undo: { copy: "z".repeat(300_000) },
        before: { copy: "z".repeat(300_000) },
      };
    });
    const id = await world.breaks("shop", "http_status");
    const { task } = await world.ended(id);
    expect(task).toMatchObject({
      status: "fixed",
      attempts: [{ outcome: { undo: { $state: `undo/${id}/1` } } }],
    });
    expect(await world.t.store.state.get(`undo/${id}/1`)).toEqual({ copy: "z".repeat(300_000) });
    const evidence = JSON.stringify(await world.t.store.tasks.evidence(id));
    expect(evidence.length).toBeGreaterThan(300_000);
    expect(world.largestState).toBeLessThan(40_000);
  });
});
