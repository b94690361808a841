import { actionKey } from "@gradus/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { call } from "./support/call.ts";
import { addEscalation, addFixed, addTask, attempt, observation } from "./support/cases.ts";
import { openWorld, RESTART, ROLL_BACK, type World } from "./support/world.ts";

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

describe("tasks", () => {
  it("lists open and closed tasks, and pages through them without missing or repeating one", async () => {
    for (let i = 0; i < 7; i++) {
      await addTask(world);
      world.test.clock.advance(1_000);
    }
    await addFixed(world);
    const ids: string[] = [];
    let cursor: string | undefined;
    do {
      const query: string = cursor === undefined ? "" : `&cursor=${cursor}`;
      const { json } = await call(world, "GET", `/api/tasks?state=open&limit=3${query}`);
      ids.push(...json.tasks.map((t: { id: string }) => t.id));
      cursor = json.cursor;
    } while (cursor !== undefined);
    expect(ids).toHaveLength(7);
    expect(new Set(ids).size).toBe(7);
    expect((await call(world, "GET", "/api/tasks?state=closed")).json.tasks).toHaveLength(1);
    expect((await call(world, "GET", "/api/tasks?target=database")).json.tasks).toHaveLength(0);
  });

  it.each([
    ["limit=0", "limit"],
    ["limit=abc", "limit"],
    ["state=broken", "state"],
    ["colour=red", "colour"],
    ["cursor=nonsense", "cursor"],
  ])("refuses ?%s, and names the field", async (query, field) => {
    const { status, json } = await call(world, "GET", `/api/tasks?${query}`);
    expect(status).toBe(400);
    expect(json.error).toMatchObject({ code: "invalid_input" });
    expect(json.error.message).toContain(field);
    expect(json.error.requestId).not.toBe("");
  });

  it("tells a task with its evidence, where its workflow stands and its escalation, and keeps tokens inside", async () => {
    const escalation = await addEscalation(world, "help");
    await world.core.store.tasks.addEvidence(escalation.task, "research", [observation("o2")]);
    const { status, json, text } = await call(world, "GET", `/api/tasks/${escalation.task}`);
    expect(status).toBe(200);
    expect(json).toMatchObject({
      task: { id: escalation.task },
      evidence: [{ id: "o2" }],
      execution: { name: escalation.task, status: "RUNNING", states: ["Await human"] },
      escalation: { id: escalation.id, status: "open" },
    });
    expect(text).not.toContain("token-of-");
    const history = await call(world, "GET", `/api/tasks/${escalation.task}/history`);
    expect(history.json.events).toHaveLength(1);
    expect(history.text).not.toContain("secret-token");
  });

  it("says so when there is no such task", async () => {
    for (const path of [
      "/api/tasks/0000-1",
      "/api/tasks/0000-1/history",
      "/api/audit/0000-1",
      "/tasks/nothing",
    ]) {
      expect((await call(world, "GET", path)).status).toBe(404);
    }
  });

  it("verifies and exports the audit chain of a task", async () => {
    const task = await addTask(world);
    const { json } = await call(world, "GET", `/api/audit/${task.id}`);
    expect(json).toMatchObject({ verified: { ok: true, length: 1 }, events: [{ type: "task.opened" }] });
    const lines = (await call(world, "GET", `/api/audit/export?chain=${task.id}`)).text.trim().split("\n");
    expect(lines.map((line) => JSON.parse(line))).toEqual(json.events);
  });

  it("shows a chain that was tampered with as broken, and where", async () => {
    const task = await addTask(world);
    const [first] = task.audit;
    await world.core.store.tasks.save({ ...task, audit: [{ ...first!, actor: "somebody else" }] });
    const { json } = await call(world, "GET", `/api/audit/${task.id}`);
    expect(json.verified).toMatchObject({ ok: false, at: 1 });
  });
});

describe("replay", () => {
  it("says that it would do the same where today's knowledge leads to the same action", async () => {
    const task = await addFixed(world);
    const { status, json } = await call(world, "POST", `/api/replay/${task.id}`, {});
    expect(status).toBe(200);
    expect(json.differs).toBe(false);
    expect(json.then[0]).toContain("restart-service");
    expect(json.now).toHaveLength(3);
  });

  it("goes on to later phases with what failed then out of the question", async () => {
    const failed = attempt(world, { result: "not_fixed" });
    const fixed = attempt(world, { n: 2, phase: 2, action: ROLL_BACK });
    const task = await addFixed(world, { attempts: [failed, fixed], tabu: [actionKey(RESTART)], phase: 2 });
    const { json } = await call(world, "POST", `/api/replay/${task.id}`, {});
    expect(json.now[0]).toContain("restart-service");
    expect(json.now[1]).toContain("roll-back-release");
    expect(json.differs).toBe(false);
  });

  it("says that it would act differently where another action would come first", async () => {
    const task = await addFixed(world, { attempts: [attempt(world, { action: ROLL_BACK })] });
    expect((await call(world, "POST", `/api/replay/${task.id}`, {})).json.differs).toBe(true);
  });

  it("changes nothing", async () => {
    const task = await addFixed(world);
    await call(world, "POST", `/api/replay/${task.id}`, {});
    expect(await world.core.store.tasks.get(task.id)).toEqual(task);
    expect(world.answers).toEqual([]);
  });
});

it("computes its numbers over the window it names", async () => {
  await addFixed(world);
  await addFixed(world, { closedAt: world.test.clock.now() + 60_000, phase: 2 });
  await addTask(world, { status: "resolved", phase: 4, closedAt: world.test.clock.now() + 1_000 });
  await addTask(world, { status: "suppressed", closedAt: world.test.clock.now() + 1_000 });
  await addTask(world);
  const { json } = await call(world, "GET", "/api/stats");
  expect(json).toMatchObject({
    window: { closed: 4, complete: true },
    tasks: 5,
    open: 1,
    fixed: { 1: 1, 2: 1, 3: 0 },
    resolved: 1,
    suppressed: 1,
    escalationRate: 0.25,
    timeToFix: { all: { count: 2, medianMs: 24_000, p90Ms: 64_000 }, 1: { count: 1 } },
  });
  expect(json.autoFixRate).toBeCloseTo(2 / 3);
});
