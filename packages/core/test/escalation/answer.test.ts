import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openWorld, verdictFor, type World } from "../../../../test/support/world.ts";
import {
  answerOf,
  approve,
  closeUnanswered,
  type Escalation,
  handBack,
  reject,
  resolveEscalation,
} from "../../src/index.ts";

describe("answers", () => {
  let world: World;
  let help: Escalation;
  let approval: Escalation;
  beforeEach(async () => {
    const autonomy = { reversible: "auto", disruptive: "approve", destructive: "approve" } as const;
    world = await openWorld({ targets: [{ id: "shop" }, { id: "db", autonomy }] });
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
