import { actionKey } from "@gradus/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { call } from "./support/call.ts";
import { addEscalation } from "./support/cases.ts";
import { openWorld, RESTART, ROLL_BACK, type World } from "./support/world.ts";

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

describe("escalations", () => {
  it("are listed by status and told one by one, without the token of the waiting state", async () => {
    const e = await addEscalation(world, "help");
    const list = await call(world, "GET", "/api/escalations?status=open&target=chatbot");
    expect(list.json.escalations).toMatchObject([{ id: e.id }]);
    const one = await call(world, "GET", `/api/escalations/${e.id}`);
    expect(one.json.escalation).toMatchObject({ id: e.id, kind: "help" });
    expect(list.text + one.text).not.toContain("token-of-");
    expect((await call(world, "GET", "/api/escalations/none")).status).toBe(404);
  });

  it("say what can be named as the method, and what an approval would run, word for word", async () => {
    const e = await addEscalation(world, "approval");
    const { json } = await call(world, "GET", `/api/escalations/${e.id}`);
    expect(json.asked).toMatchObject({ key: 'roll-back-release(to="v41")', undoable: true });
    expect(json.choices.map((c: { key: string }) => c.key)).toEqual([
      'roll-back-release(to="v41")',
      "restart-service()",
    ]);
    await call(world, "POST", `/api/escalations/${e.id}/approve`, {});
    expect((await call(world, "GET", `/api/escalations/${e.id}`)).json.choices).toEqual([]);
  });

  it("resolved twice keep the first resolution, and tell the second who was first", async () => {
    const e = await addEscalation(world, "help", { toldAt: 1 });
    const first = await call(world, "POST", `/api/escalations/${e.id}/resolve`, {
      notes: "freed the disk",
      action: RESTART,
    });
    const second = await call(world, "POST", `/api/escalations/${e.id}/resolve`, { notes: "no, I did" });
    expect(first.json).toMatchObject({
      first: true,
      escalation: { resolution: { by: "human:local", notes: "freed the disk" } },
    });
    expect(second.json).toMatchObject({
      first: false,
      escalation: { resolution: { notes: "freed the disk" } },
    });
    expect(world.answers).toHaveLength(1);
    expect(world.answers[0]).toMatchObject({
      token: `token-of-${e.id}`,
      output: { decision: "resolved", action: RESTART },
    });
    expect(world.notified).toEqual([e.id]);
  });

  it("approved twice issue one answer; a rejection after that changes nothing", async () => {
    const e = await addEscalation(world, "approval");
    expect((await call(world, "POST", `/api/escalations/${e.id}/approve`, {})).json.first).toBe(true);
    expect((await call(world, "POST", `/api/escalations/${e.id}/approve`, {})).json.first).toBe(false);
    expect((await call(world, "POST", `/api/escalations/${e.id}/reject`, { notes: "" })).json).toMatchObject({
      first: false,
      escalation: { resolution: { kind: "approved" } },
    });
    expect(world.answers.map((a) => a.output["decision"])).toEqual(["approved"]);
  });

  it("rejected make the action tabu for the task", async () => {
    const e = await addEscalation(world, "approval");
    for (let i = 0; i < 2; i++)
      await call(world, "POST", `/api/escalations/${e.id}/reject`, { notes: "not now" });
    expect((await world.core.store.tasks.get(e.task))?.tabu).toEqual([actionKey(ROLL_BACK)]);
    expect(world.answers).toHaveLength(1);
  });

  it("handed back once start over once", async () => {
    const e = await addEscalation(world, "help");
    for (let i = 0; i < 2; i++)
      await call(world, "POST", `/api/escalations/${e.id}/hand-back`, { notes: "look again" });
    expect(world.answers.map((a) => a.output["decision"])).toEqual(["retry"]);
    expect(await world.core.store.tasks.get(e.task)).toMatchObject({ status: "working", phase: 1 });
  });

  it("that have expired cannot be approved any more", async () => {
    const e = await addEscalation(world, "approval");
    world.test.clock.advance(25 * 3_600_000);
    const { status, json } = await call(world, "POST", `/api/escalations/${e.id}/approve`, {});
    expect([status, json.error.code]).toEqual([410, "expired"]);
    expect(world.answers).toEqual([]);
  });

  it.each([
    [{}, "notes"],
    [{ notes: "" }, "notes"],
    [{ notes: "x", colour: "red" }, "colour"],
    [{ notes: "x", action: { runbook: "restart-service" } }, "action.params"],
    [{ notes: "x", action: { runbook: "rm -rf", params: {} } }, "rm -rf"],
    [{ notes: "x", action: { runbook: "roll-back-release", params: { to: 3 } } }, "to"],
    ["{ not json", "JSON"],
  ])("are not resolved by %j", async (body, field) => {
    const e = await addEscalation(world, "help");
    const { status, json } = await call(world, "POST", `/api/escalations/${e.id}/resolve`, body);
    expect(status).toBe(400);
    expect(json.error.message).toContain(field);
    expect((await world.core.store.escalations.get(e.id))?.status).toBe("open");
  });
});
