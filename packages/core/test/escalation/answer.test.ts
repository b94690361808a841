import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openWorld, verdictFor, type World } from "../../../../test/support/world.ts";
import {
  answerOf,
  approve,
  closeUnanswered,
  type Escalation,
  handBack,
  reject,
  remind,
  resolveEscalation,
} from "../../src/index.ts";

describe("answers", () => {
  let world: World;
  let help: Escalation;
  let approval: Escalation;
  beforeEach(async () => {
    const autonomy = { reversible: "auto", disruptive: "approve", destructive: "approve" } as const;
    world = await openWorld({ targets: [{ id: "shop" }, { id: "db", autonomy }, { id: "web" }] });
    help = await world.asked(await world.breaks("shop", "http_status"));
    world.known = verdictFor("restart");
    approval = await world.asked(await world.breaks("db", "http_slow"));
  });
  afterEach(() => world.close());

  const ada = { by: "human:ada", notes: "done" };

  test("the first one stands, of any kind, when two arrive together", async () => {
    const answers = await Promise.all([
      approve(world.ctx, { id: approval.id, ...ada }),
      reject(world.ctx, { id: approval.id, ...ada }),
      closeUnanswered(world.ctx, approval, "expired"),
      handBack(world.ctx, { id: approval.id, ...ada }),
    ]);
    const first = answers.filter((a) => a.first);
    expect(first).toHaveLength(1);
    for (const { escalation } of answers)
      expect(escalation.resolution).toEqual(first[0]?.escalation.resolution);
    expect(world.published("escalation.resolved")).toHaveLength(1);
  });

  test("a later one changes nothing, and learns which one stands", async () => {
    await resolveEscalation(world.ctx, { id: help.id, ...ada });
    const late = await resolveEscalation(world.ctx, { id: help.id, by: "human:ben", notes: "no, I" });
    expect(late).toMatchObject({ first: false, escalation: { resolution: { by: "human:ada" } } });
    expect(world.mails.filter((m) => m.kind === "resolved")).toHaveLength(1);
  });

  test("an approval that comes after another answer issues no warrant", async () => {
    await reject(world.ctx, { id: approval.id, ...ada });
    let issued = 0;
    world.ctx.store.warrants = {
      ...world.ctx.store.warrants,
      issue: async () => void issued++,
    };
    expect((await approve(world.ctx, { id: approval.id, ...ada })).first).toBe(false);
    expect(issued).toBe(0);
  });

  test("what asks for help can be neither approved nor rejected", async () => {
    for (const verb of [approve, reject])
      await expect(verb(world.ctx, { id: help.id, ...ada })).rejects.toMatchObject({ code: "invalid_input" });
    expect((await world.t.store.escalations.get(help.id))?.status).toBe("open");
  });

  test("what does not exist is not found", async () => {
    for (const verb of [approve, reject, handBack, resolveEscalation])
      await expect(verb(world.ctx, { id: "nothing", ...ada })).rejects.toMatchObject({ code: "not_found" });
  });

  test("an approval after its time is refused, and the request stays for the next round to end", async () => {
    world.clock.advance(25 * 3_600_000);
    await expect(approve(world.ctx, { id: approval.id, ...ada })).rejects.toMatchObject({ code: "expired" });
    expect((await world.t.store.escalations.get(approval.id))?.status).toBe("open");
  });

  test("a resolution names a runbook that there is, with parameters that it takes", async () => {
    const wrong = [
      { runbook: "pray", params: {} },
      { runbook: "restart", params: { hard: true } },
    ];
    for (const action of wrong)
      await expect(resolveEscalation(world.ctx, { id: help.id, ...ada, action })).rejects.toMatchObject({
        code: "invalid_input",
      });
    expect((await world.t.store.escalations.get(help.id))?.status).toBe("open");
  });

  const told = () => world.mails.filter((m) => m.kind === "resolved").map((m) => m.about);

  test("to a request for approval are told to those whom it woke", async () => {
    await approve(world.ctx, { id: approval.id, ...ada });
    expect(told()).toEqual([approval.id]);
  });

  test("that reject it are told, too, and so is that the fault is gone", async () => {
    await reject(world.ctx, { id: approval.id, ...ada });
    await closeUnanswered(world.ctx, help, "cleared");
    expect(told()).toEqual([approval.id, help.id]);
  });

  test("that nobody gave in time are told by the request for help that follows", async () => {
    await closeUnanswered(world.ctx, approval, "expired");
    expect(told()).toEqual([]);
  });

  test("that cannot be delivered, or published, are told all the same, and delivered in the next round", async () => {
    const { workflows, events } = world.ctx;
    world.ctx.workflows = { ...workflows, answer: () => Promise.reject(new Error("throttled")) };
    world.ctx.events = { publish: () => Promise.reject(new Error("the bus is away")) };
    expect(await resolveEscalation(world.ctx, { id: help.id, ...ada })).toMatchObject({ first: true });
    expect(told()).toEqual([help.id]);
    expect(world.logs).toContain("error: an answer is kept, but its event could not be published");
    Object.assign(world.ctx, { workflows, events });
    await remind(world.ctx);
    expect((await world.ended(help.task)).task.status).toBe("resolved");
  });

  test("are kept, and are the first, where nobody can be told of them", async () => {
    world.onMail = () => {
      throw new Error("no mail today");
    };
    expect(await resolveEscalation(world.ctx, { id: help.id, ...ada })).toMatchObject({ first: true });
    expect((await world.ended(help.task)).task.status).toBe("resolved");
  });

  test("that come before it is noted that people were told are told to them, once", async () => {
    world.onMail = async (kind, e) => {
      if (kind === "escalated") await resolveEscalation(world.ctx, { id: e.id, ...ada });
    };
    const { task } = await world.ended(await world.breaks("web", "http_status"));
    expect(task.status).toBe("resolved");
    await world.clock.settle();
    expect(told()).toEqual([task.escalation]);
  });

  test("each kind of resolution gives its waiting state the same answer, however late", () => {
    const answer = (resolution: object) =>
      answerOf({ ...help, resolution: { at: 0, ...ada, ...resolution } as never });
    expect(answerOf(help)).toBeUndefined();
    expect(answer({ kind: "human" })).toMatchObject({ decision: "resolved", by: "human:ada" });
    expect(answer({ kind: "human", handedBack: true })).toMatchObject({ decision: "retry" });
    expect(answer({ kind: "approved", warrant: "w" })).toEqual({
      decision: "approved",
      by: "human:ada",
      warrant: "w",
    });
    for (const kind of ["rejected", "cleared", "expired"]) expect(answer({ kind })?.["decision"]).toBe(kind);
  });
});
