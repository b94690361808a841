import {
  approve,
  closeGone,
  closeUnanswered,
  handBack,
  pauseAll,
  reject,
  remind,
  resolveEscalation,
} from "@gradus/core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { lookOn } from "../support/look-on.ts";
import { openWorld, verdictFor, type World } from "../support/world.ts";

const HOUR = 3_600_000;
const ada = { by: "human:ada", notes: "" };

describe("an action that needs approval", () => {
  let world: World;
  beforeEach(async () => {
    const autonomy = { reversible: "auto", disruptive: "approve", destructive: "approve" } as const;
    world = await openWorld({ targets: [{ id: "shop", autonomy }] });
    world.known = verdictFor("restart");
    world.outside.when("restart", "shop");
  });
  afterEach(() => world.close());

  test("is taken after a person approved exactly it, with that person's warrant", async () => {
    const id = await world.breaks("shop", "http_status");
    const asked = await world.asked(id);
    expect(asked).toMatchObject({ kind: "approval", action: { runbook: "restart" } });
    expect(await world.task(id)).toMatchObject({ status: "awaiting_approval", escalation: asked.id });
    expect(world.outside.applied()).toEqual([]);
    expect(await approve(world.ctx, { id: asked.id, ...ada })).toMatchObject({ first: true });
    const { task } = await world.ended(id);
    const warrant = { by: "human:ada", reason: "approved by a person" };
    expect(task).toMatchObject({ status: "fixed", attempts: [{ warrant, result: "fixed" }] });
    expect(task.audit.map((e) => e.type)).toEqual([
      "task.opened",
      "approval.requested",
      "action.approved",
      "action.decided",
      "action.applied",
      "action.verified",
      "task.fixed",
    ]);
    expect(world.isAuditSound(task)).toBe(true);
    expect(world.mails).toEqual([
      { kind: "escalated", about: asked.id },
      { kind: "resolved", about: asked.id },
    ]);
  });

  test("is taken too when the answer comes before the state has begun to wait", async () => {
    world.onMail = async (_, { id }) => void (await approve(world.ctx, { id, ...ada }));
    const { task } = await world.ended(await world.breaks("shop", "http_status"));
    expect(task).toMatchObject({ status: "fixed", attempts: [{ warrant: { by: "human:ada" } }] });
    expect(world.mails.map((m) => m.kind)).toEqual(["escalated", "resolved"]);
  });

  test("is taken once, however often it is approved", async () => {
    const id = await world.breaks("shop", "http_status");
    const asked = await world.asked(id);
    const answers = await Promise.all([1, 2, 3].map(() => approve(world.ctx, { id: asked.id, ...ada })));
    expect(answers.filter((a) => a.first)).toHaveLength(1);
    const { task } = await world.ended(id);
    expect(world.outside.applied()).toEqual(["restart()"]);
    expect(task.audit.filter((e) => e.type === "action.approved")).toHaveLength(1);
  });

  test("is not taken if Gradus was paused between the approval and the action", async () => {
    const id = await world.breaks("shop", "http_status");
    const asked = await world.asked(id);
    world.before = async (verb) => {
      if (verb === "Apply") await world.settings((s) => pauseAll(s, { by: "ada", at: 0, reason: "audit" }));
    };
    await approve(world.ctx, { id: asked.id, ...ada });
    const help = await world.asked(id);
    expect(help.kind).toBe("help");
    expect(world.outside.applied()).toEqual([]);
    const [attempt] = (await world.task(id)).attempts;
    expect(attempt).toMatchObject({
      result: "refused",
      outcome: { reason: expect.stringContaining("audit") },
    });
  });

  test("is not taken on an approval that has grown old", async () => {
    const id = await world.breaks("shop", "http_status");
    const asked = await world.asked(id);
    world.before = (verb) => {
      if (verb === "Apply") world.clock.advance(20 * 60_000);
    };
    await approve(world.ctx, { id: asked.id, ...ada });
    await world.asked(id);
    expect(world.outside.applied()).toEqual([]);
    expect((await world.task(id)).attempts[0]?.outcome?.reason).toMatch(/used already, has expired/);
  });

  test("is judged by what was wrong when it was taken, not when it was proposed", async () => {
    world = await openWorld({
      targets: [
        { id: "db", autonomy: { reversible: "auto", disruptive: "approve", destructive: "approve" } },
        { id: "shop", dependsOn: ["db"] },
      ],
    });
    world.known = verdictFor("restart");
    const id = await world.breaks("db", "http_status");
    const asked = await world.asked(id);
    world.outside.break("shop", "service_down");
    await approve(world.ctx, { id: asked.id, ...ada });
    await world.asked(id);
    expect((await world.task(id)).attempts).toMatchObject([{ result: "not_fixed" }]);
  });

  test("that is rejected is tabu, and the task goes to a person with the reason", async () => {
    const id = await world.breaks("shop", "http_status");
    const asked = await world.asked(id);
    await reject(world.ctx, { id: asked.id, by: "human:ada", notes: "not during the sale" });
    const help = await world.asked(id);
    expect(help).toMatchObject({ kind: "help", summary: expect.stringContaining("not during the sale") });
    expect(await world.task(id)).toMatchObject({ status: "awaiting_human", tabu: ["restart()"], phase: 4 });
    expect(world.outside.applied()).toEqual([]);
    expect(world.mails.map((m) => m.kind)).toEqual(["escalated", "resolved", "escalated"]);
  });

  test("that nobody answers expires, and the task goes to a person for help", async () => {
    const id = await world.breaks("shop", "http_status");
    await world.asked(id);
    for (let hour = 0; hour < 25; hour++) {
      await world.clock.pass(HOUR);
      await remind(world.ctx);
    }
    const help = await world.asked(id);
    expect(help).toMatchObject({ kind: "help", summary: expect.stringContaining("Nobody answered") });
    expect(world.mails.filter((m) => m.kind === "reminded").length).toBeGreaterThanOrEqual(3);
  });

  test("that nobody keeps alive runs into its heartbeat, and the task still goes to a person", async () => {
    const id = await world.breaks("shop", "http_status");
    const asked = await world.asked(id);
    await world.clock.pass(24 * HOUR + 1_000);
    const help = await world.asked(id);
    expect(help.id).not.toBe(asked.id);
    expect((await world.task(id)).audit.find((e) => e.type === "task.escalated")?.data).toMatchObject({
      fault: { Error: "States.HeartbeatTimeout" },
    });
  });

  test("is not needed any more when the detectors see the fault gone for good", async () => {
    const id = await world.breaks("shop", "http_status");
    await world.asked(id);
    world.outside.heal("shop");
    await lookOn(world, 5);
    const { task } = await world.ended(id);
    expect(task).toMatchObject({ status: "cleared", attempts: [] });
    expect(world.outside.applied()).toEqual([]);
  });

  test("that a person resolves in another way closes the task: nobody is asked for help then", async () => {
    const id = await world.breaks("shop", "http_status");
    const asked = await world.asked(id);
    await resolveEscalation(world.ctx, { id: asked.id, by: "human:ada", notes: "rolled back by hand" });
    const { task } = await world.ended(id);
    expect(task).toMatchObject({ status: "resolved", outcome: "Resolved by ada: rolled back by hand" });
    expect(await world.escalations()).toHaveLength(1);
  });

  test("that is handed back is thought about again, and asked for again", async () => {
    const id = await world.breaks("shop", "http_status");
    const asked = await world.asked(id);
    await handBack(world.ctx, { id: asked.id, ...ada });
    const again = await world.asked(id);
    expect(again.kind).toBe("approval");
    expect(again.id).not.toBe(asked.id);
    expect(await world.task(id)).toMatchObject({ status: "awaiting_approval", escalation: again.id });
    await approve(world.ctx, { id: again.id, ...ada });
    expect((await world.ended(id)).task.status).toBe("fixed");
  });

  test("is asked for anew after it expired and the task was handed back", async () => {
    const id = await world.breaks("shop", "http_status");
    const asked = await world.asked(id);
    await closeUnanswered(world.ctx, asked, "expired");
    const help = await world.asked(id);
    await handBack(world.ctx, { id: help.id, ...ada });
    const again = await world.asked(id);
    expect(again).toMatchObject({ kind: "approval", status: "open" });
    await approve(world.ctx, { id: again.id, ...ada });
    expect((await world.ended(id)).task.status).toBe("fixed");
  });

  test("is not asked for if the task was closed by somebody else meanwhile", async () => {
    world.before = async (verb) => {
      if (verb !== "RequestApproval") return;
      const task = await world.task(id);
      await world.t.store.tasks.save({ ...task, status: "suppressed", closedAt: world.clock.now() });
    };
    const id = await world.breaks("shop", "http_status");
    const { status, task } = await world.ended(id);
    expect({ status, task: task.status }).toEqual({ status: "SUCCEEDED", task: "suppressed" });
    expect(await world.escalations()).toEqual([]);
    expect(world.mails).toEqual([]);
  });
});

describe("a task that is handed to a person (phase 4)", () => {
  let world: World;
  beforeEach(async () => {
    world = await openWorld();
  });
  afterEach(() => world.close());

  test("tells one person once, with all that is known", async () => {
    world.known = verdictFor("restart");
    const id = await world.breaks("shop", "http_status");
    const asked = await world.asked(id);
    expect(world.mails).toEqual([{ kind: "escalated", about: asked.id }]);
    expect(world.published("escalation.opened")).toHaveLength(1);
    const sections = Object.fromEntries(asked.sections.map((s) => [s.heading, s.lines.join("\n")]));
    expect(sections["What was tried"]).toContain("restart() → not_fixed");
    expect(sections["Evidence"]).toContain("answers with 500");
    const path = await world.path(id);
    expect(path.slice(-2)).toEqual(["Escalate", "Await human"]);
    expect(path.filter((state) => state === "Next phase")).toHaveLength(4);
    expect(sections["Why it is handed to you"]).toBe("no expert gave a verdict that counts");
  });

  test("is closed by the person's resolution, and the runbook that was used becomes a pattern", async () => {
    const id = await world.breaks("shop", "http_status");
    const asked = await world.asked(id);
    world.outside.heal("shop");
    await resolveEscalation(world.ctx, {
      id: asked.id,
      by: "human:ada",
      notes: "a reload did it",
      action: { runbook: "reload", params: {} },
    });
    const { status, task } = await world.ended(id);
    expect({ status, task: task.status }).toEqual({ status: "SUCCEEDED", task: "resolved" });
    expect(task.audit.at(-1)).toMatchObject({ type: "task.resolved", actor: "human:ada" });
    expect(await world.patterns()).toMatchObject([{ origin: "human", action: { runbook: "reload" } }]);
    expect(world.mails.map((m) => m.kind)).toEqual(["escalated", "resolved"]);
    await world.clock.pass(HOUR);
    world.outside.when("reload", "shop");
    const { task: next } = await world.ended(await world.breaks("shop", "http_status"));
    expect(next).toMatchObject({ status: "fixed", attempts: [{ phase: 1, action: { runbook: "reload" } }] });
  });

  test("keeps the first of two answers that arrive together", async () => {
    const id = await world.breaks("shop", "http_status");
    const asked = await world.asked(id);
    const answers = await Promise.all([
      resolveEscalation(world.ctx, { id: asked.id, by: "human:ada", notes: "A" }),
      resolveEscalation(world.ctx, { id: asked.id, by: "human:ben", notes: "B" }),
      handBack(world.ctx, { id: asked.id, by: "human:cem", notes: "C" }),
    ]);
    expect(answers.filter((a) => a.first)).toHaveLength(1);
    const [first] = answers;
    for (const answer of answers) expect(answer.escalation.resolution).toEqual(first?.escalation.resolution);
    const { task } = await world.ended(id);
    expect(task.audit.filter((e) => e.type === "task.resolved")).toHaveLength(1);
  });

  test("that is handed back begins at phase 1 again, without what was tried", async () => {
    world.known = verdictFor("restart");
    const id = await world.breaks("shop", "http_status");
    const asked = await world.asked(id);
    world.known = (file) => verdictFor(file.tabu.includes("restart()") ? "reload" : "restart")(file);
    world.outside.when("reload", "shop");
    await handBack(world.ctx, { id: asked.id, by: "human:ada", notes: "the disk is free again" });
    const { task } = await world.ended(id);
    expect(task.attempts).toMatchObject([
      { n: 1, phase: 1, result: "not_fixed" },
      { n: 2, phase: 1, action: { runbook: "reload" }, result: "fixed" },
    ]);
    expect(task).toMatchObject({ status: "fixed", phase: 1 });
    expect(task.audit.find((e) => e.type === "task.handed-back")?.actor).toBe("human:ada");
    expect((await world.path(id)).filter((state) => state === "Triage")).toHaveLength(2);
  });

  test("that is handed back and still cannot be fixed asks again, under a new id", async () => {
    const id = await world.breaks("shop", "http_status");
    const first = await world.asked(id);
    await handBack(world.ctx, { id: first.id, ...ada });
    const second = await world.asked(id);
    expect([first.id, second.id]).toEqual([`${id}-h1`, `${id}-h2`]);
    expect(await world.task(id)).toMatchObject({ phase: 4, escalation: second.id });
  });

  test("that is handed back when the fault is gone is closed as cleared", async () => {
    const id = await world.breaks("shop", "http_status");
    const asked = await world.asked(id);
    world.outside.heal("shop");
    await handBack(world.ctx, { id: asked.id, ...ada });
    expect((await world.ended(id)).task).toMatchObject({ status: "cleared" });
  });

  test("is closed when the detectors see the fault gone for good, and not for a moment", async () => {
    const id = await world.breaks("shop", "http_status");
    await world.asked(id);
    let since = {};
    const pass = async (ms: number) => {
      await world.clock.pass(ms);
      const target = world.target("shop");
      since = await closeGone(world.ctx, target, await world.outside.look(target), since);
    };
    world.outside.heal("shop");
    await pass(10_000);
    await pass(20_000);
    world.outside.break("shop", "http_status");
    await pass(1_000);
    world.outside.heal("shop");
    await pass(10_000);
    await pass(20_000);
    expect((await world.task(id)).status).toBe("awaiting_human");
    await pass(10_000);
    const { task } = await world.ended(id);
    expect(task).toMatchObject({ status: "cleared", outcome: "The detectors saw it gone." });
    expect(world.mails.map((m) => m.kind)).toEqual(["escalated", "resolved"]);
  });

  test("that nobody keeps alive waits on: that Gradus was stopped is not that a task could not be escalated", async () => {
    const id = await world.breaks("shop", "http_status");
    const asked = await world.asked(id);
    await world.clock.pass(72 * HOUR);
    expect(await world.asked(id)).toMatchObject({ id: asked.id, status: "open" });
    expect((await world.path(id)).slice(-2)).toEqual(["Escalate", "Await human"]);
    expect(world.mails).toEqual([{ kind: "escalated", about: asked.id }]);
    expect(world.published("gradus.unwell")).toEqual([]);
    await resolveEscalation(world.ctx, { id: asked.id, by: "human:ada", notes: "on Monday" });
    expect((await world.ended(id)).task.status).toBe("resolved");
  });

  test("that Gradus was stopped over a weekend asks the same as before, of nobody twice, and can be answered", async () => {
    const id = await world.breaks("shop", "http_status");
    const asked = await world.asked(id);
    for (let weekend = 0; weekend < 6; weekend++) {
      world.kill();
      world.clock.advance(60 * HOUR);
      await world.revive();
      await world.clock.pass(2_000);
    }
    expect(await world.asked(id)).toMatchObject({ id: asked.id });
    expect(await world.escalations()).toHaveLength(1);
    expect(world.mails).toEqual([{ kind: "escalated", about: asked.id }]);
    await resolveEscalation(world.ctx, { id: asked.id, by: "human:ada", notes: "on Monday" });
    expect((await world.ended(id)).task.status).toBe("resolved");
  });

  test("that is kept alive waits for thirty days, and then says so", async () => {
    const id = await world.breaks("shop", "http_status");
    await world.asked(id);
    for (let day = 0; day < 60; day++) {
      await world.clock.pass(12 * HOUR - 1);
      await remind(world.ctx);
    }
    expect((await world.task(id)).status).toBe("awaiting_human");
    const { status } = await world.ended(id);
    expect(status).toBe("FAILED");
    expect(JSON.stringify(await world.history(id))).toContain("States.Timeout");
    expect(world.mails.at(-1)?.kind).toBe("unwell");
  });

  test("an answer that a crash kept from the waiting state is delivered by the next round", async () => {
    const id = await world.breaks("shop", "http_status");
    const asked = await world.asked(id);
    const resolution = { by: "human:ada", at: 0, notes: "gone", kind: "human", handedBack: true } as const;
    const kept = await world.t.store.escalations.get(asked.id);
    if (kept) await world.t.store.escalations.save({ ...kept, status: "resolved", resolution });
    world.outside.heal("shop");
    await remind(world.ctx);
    await remind(world.ctx);
    const { task } = await world.ended(id);
    expect(task).toMatchObject({ status: "cleared" });
    expect(task.audit.filter((e) => e.type === "task.handed-back")).toHaveLength(1);
  });
});
