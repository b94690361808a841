import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openWorld, verdictFor, type World } from "../../../../test/support/world.ts";
import { approve, type Escalation, handBack, reject, remind, resolveEscalation } from "../../src/index.ts";

const ada = { by: "human:ada", notes: "yes" };

describe("an approval request that its task has gone on from", () => {
  let world: World;
  let id: string;
  let asked: Escalation;
  beforeEach(async () => {
    const autonomy = { reversible: "approve", disruptive: "approve", destructive: "approve" } as const;
    world = await openWorld({ targets: [{ id: "shop", autonomy }] });
    world.known = verdictFor("restart");
    world.outside.when("restart", "shop");
    id = await world.breaks("shop", "http_status");
    asked = await world.asked(id);
  });
  afterEach(() => world.close());

  const stored = async (which: string) => (await world.t.store.escalations.get(which))!;
  /** The state that waits for it fails, and the task goes to a person. */
  const waitFails = async () => {
    for (let tries = 0; tries < 4; tries++) {
      const { token } = await stored(asked.id);
      await world.runner.sendTaskFailure({ token, error: "Gone", cause: "the wait was lost" });
      await world.clock.pass(15_000);
    }
    const task = await world.task(id);
    expect(task).toMatchObject({ status: "awaiting_human", escalation: `${id}-h1` });
    return stored(`${id}-h1`);
  };
  /** Its execution dies, and another one proposes a runbook. */
  const startedAgain = async (name: string, runbook: string) => {
    for (const { id: execution } of (await world.runner.listExecutions({ status: "RUNNING" })).executions)
      await world.runner.stopExecution({ id: execution });
    world.known = verdictFor(runbook);
    await world.runner.startExecution({ machine: "Remediation", name, input: { task: id } });
    await world.clock.settle();
    const { escalation } = await world.task(id);
    return stored(escalation ?? "");
  };
  const supersessions = async () =>
    (await world.task(id)).audit.filter((e) => e.type === "escalation.superseded");

  test("takes no answer of anybody: it would be kept, and nothing would run", async () => {
    await waitFails();
    for (const verb of [approve, reject, handBack, resolveEscalation])
      await expect(verb(world.ctx, { id: asked.id, ...ada })).rejects.toMatchObject({
        code: "conflict",
        message: expect.stringContaining("no longer asks"),
      });
    expect((await stored(asked.id)).status).toBe("open");
    expect(await world.task(id)).toMatchObject({ status: "awaiting_human", tabu: [] });
  });

  test("is closed by the next round, which nobody is mailed of, and says so on the task's chain once", async () => {
    const help = await waitFails();
    const mails = world.mails.length;
    await Promise.all([1, 2, 3].map(() => remind(world.ctx)));
    await remind(world.ctx);
    expect(await stored(asked.id)).toMatchObject({
      status: "resolved",
      resolution: { kind: "expired", notes: "Gradus went on, and asks something else by now." },
    });
    expect((await stored(help.id)).status).toBe("open");
    expect((await supersessions()).map((e) => e.data)).toEqual([{ escalation: asked.id, by: help.id }]);
    expect(world.mails.length).toBe(mails);
    const late = await approve(world.ctx, { id: asked.id, ...ada });
    expect(late).toMatchObject({ first: false, escalation: { resolution: { kind: "expired" } } });
    await resolveEscalation(world.ctx, { id: help.id, ...ada });
    expect((await world.ended(id)).task.status).toBe("resolved");
  });

  test("changes nothing on the task where its answer was already under way", async () => {
    await waitFails();
    const resolution = { by: "human:ada", at: world.clock.now(), notes: "", kind: "approved" } as const;
    const { store } = world.t;
    const before = await world.task(id);
    await store.escalations.save({ ...(await stored(asked.id)), status: "resolved", resolution });
    await remind(world.ctx);
    expect(await world.task(id)).toEqual(before);
  });

  test("is asked anew, and may be approved, where Gradus comes back to the same action", async () => {
    const other = await startedAgain("again", "reload");
    expect(other).toMatchObject({ kind: "approval", action: { runbook: "reload" }, status: "open" });
    await remind(world.ctx);
    expect((await stored(asked.id)).status).toBe("resolved");
    const anew = await startedAgain("once-more", "restart");
    expect(anew).toMatchObject({ id: `${asked.id}-2`, action: { runbook: "restart" }, status: "open" });
    await expect(approve(world.ctx, { id: other.id, ...ada })).rejects.toMatchObject({ code: "conflict" });
    await approve(world.ctx, { id: anew.id, ...ada });
    await world.clock.until(async () => (await world.task(id)).status === "fixed");
    expect(world.outside.applied()).toEqual(["restart()"]);
  });

  test("that is still the one that is asked is left alone by every round", async () => {
    await remind(world.ctx);
    expect((await stored(asked.id)).status).toBe("open");
    expect(await supersessions()).toEqual([]);
  });
});
