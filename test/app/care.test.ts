import { careVerbs } from "@gradus/api";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { call } from "./support/call.ts";
import { addEscalation, addFixed, addTask } from "./support/cases.ts";
import { openWorld, type World } from "./support/world.ts";

const DAY = 86_400_000;
let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const act = (body: Record<string, unknown>) => call(world, "POST", "/api/tasks/act", body);
const careOf = async (id: string) => (await world.core.store.tasks.get(id))?.care;

describe("acting on many tasks", () => {
  it("says what became of each, in the order that was asked for, and one that fails stops no other", async () => {
    const open = await addTask(world);
    const fixed = await addFixed(world);
    const acknowledged = await addTask(world, { care: { acknowledged: { by: "human:bob", at: 1 } } });
    const ids = [fixed.id, open.id, "0000-1", acknowledged.id, open.id];
    const { status, json } = await act({ ids, verb: "acknowledge" });
    expect(status).toBe(200);
    expect(json.results).toMatchObject([
      { id: fixed.id, ok: false, code: "conflict", message: expect.stringContaining("closed (fixed)") },
      { id: open.id, ok: true, changed: true, task: { care: { acknowledged: { by: "human:local" } } } },
      { id: "0000-1", ok: false, code: "not_found" },
      {
        id: acknowledged.id,
        ok: true,
        changed: false,
        task: { care: { acknowledged: { by: "human:bob" } } },
      },
    ]);
    expect(world.events.map((e) => e.type)).toEqual(["task.acknowledged"]);
  });

  it("takes two hundred at once, and no more", async () => {
    const ids: string[] = [];
    for (let i = 0; i < 200; i++) ids.push((await addTask(world)).id);
    const { json } = await act({ ids, verb: "acknowledge" });
    expect(json.results.map((r: { id: string }) => r.id)).toEqual(ids);
    expect(json.results.every((r: { changed?: boolean }) => r.changed)).toBe(true);
    expect((await act({ ids: [...ids, "one-more-1"], verb: "acknowledge" })).status).toBe(400);
  });

  it("gives a task to who asks, or to whom they name", async () => {
    const { id } = await addTask(world);
    await act({ ids: [id], verb: "assign" });
    expect(await careOf(id)).toEqual({ assignee: "human:local" });
    await act({ ids: [id], verb: "assign", assignee: "human:ada@example.org" });
    expect(await careOf(id)).toEqual({ assignee: "human:ada@example.org" });
    await act({ ids: [id], verb: "unassign" });
    expect(await careOf(id)).toBeUndefined();
  });

  it("snoozes until the time that is given", async () => {
    const { id } = await addTask(world);
    const until = world.test.clock.now() + DAY;
    expect((await act({ ids: [id], verb: "snooze", until })).json.results).toMatchObject([{ changed: true }]);
    expect(await careOf(id)).toMatchObject({ snoozed: { until, by: "human:local" } });
    await act({ ids: [id], verb: "unsnooze" });
    expect(await careOf(id)).toBeUndefined();
  });

  it("resolves what asks people, and hands it back, each once", async () => {
    const [help, approval] = [await addEscalation(world, "help"), await addEscalation(world, "approval")];
    const ids = [help.task, approval.task];
    for (const changed of [true, false]) {
      const { json } = await act({ ids, verb: "resolve", notes: "freed the disk" });
      expect(json.results).toMatchObject([
        { ok: true, changed },
        { ok: true, changed },
      ]);
    }
    const back = await addEscalation(world, "help");
    for (const changed of [true, false]) {
      const { json } = await act({ ids: [back.task], verb: "retry" });
      expect(json.results).toMatchObject([{ ok: true, changed, task: { status: "working", phase: 1 } }]);
    }
    expect(world.answers.map((a) => String(a.output["decision"])).toSorted()).toEqual([
      "resolved",
      "resolved",
      "retry",
    ]);
    expect(await world.core.store.escalations.get(help.id)).toMatchObject({
      resolution: { by: "human:local", notes: "freed the disk" },
    });
  });

  it.each([
    ["is at work on it", async () => (await addTask(world)).id],
    ["is closed (fixed)", async () => (await addFixed(world)).id],
    [
      "bob answered it before",
      async () => {
        const e = await addEscalation(world, "approval");
        const resolution = { by: "human:bob", at: 1, notes: "no", kind: "rejected" as const };
        await world.core.store.escalations.save({ ...e, status: "resolved", resolution });
        return e.task;
      },
    ],
  ])("answers nothing where nobody is asked, and says why: %s", async (why, make) => {
    const id = await make();
    for (const [verb, notes] of [
      ["resolve", "done"],
      ["retry", undefined],
    ]) {
      const { json } = await act({ ids: [id], verb, ...(notes === undefined ? {} : { notes }) });
      expect(json.results).toMatchObject([
        { id, ok: false, code: "conflict", message: expect.stringContaining(why) },
      ]);
    }
    expect(world.answers).toEqual([]);
  });

  it.each([
    [{ verb: "acknowledge" }, "ids"],
    [{ ids: [], verb: "acknowledge" }, "ids"],
    [{ ids: ["x"], verb: "delete" }, "verb"],
    [{ ids: ["x"], verb: "acknowledge", colour: "red" }, "colour"],
    [{ ids: ["x"], verb: "acknowledge", until: 3 }, "until"],
    [{ ids: ["x"], verb: "unassign", assignee: "human:ada" }, "assignee"],
    [{ ids: ["x"], verb: "snooze" }, "until"],
    [{ ids: ["x"], verb: "snooze", until: 3 }, "until"],
    [{ ids: ["x"], verb: "snooze", until: 8e15 }, "until"],
    [{ ids: ["x"], verb: "assign", assignee: "detector:http" }, "assignee"],
    [{ ids: ["x"], verb: "resolve" }, "notes"],
    [{ ids: ["x"], verb: "resolve", notes: "  " }, "notes"],
    [{ ids: ["x"], verb: "retry", notes: "x".repeat(10_001) }, "notes"],
  ])("is not done by %j", async (body, field) => {
    const { status, json } = await act(body);
    expect(status).toBe(400);
    expect(json.error.message).toContain(field);
  });

  it("keeps what is our own fault to itself, and logs it under the request's id", async () => {
    const { id } = await addTask(world);
    world.core.store.tasks.save = () => Promise.reject(new TypeError("secret row is broken"));
    const { json, headers } = await act({ ids: [id], verb: "acknowledge" });
    expect(json.results).toMatchObject([
      { ok: false, code: "internal", message: expect.stringContaining(headers.get("x-request-id") ?? "?") },
    ]);
    expect(JSON.stringify(json)).not.toContain("secret");
    expect(world.logged.join()).toContain("secret row is broken");
  });

  it("is no task's name: there is none that is called so", async () => {
    expect((await call(world, "GET", "/api/tasks/act")).json.error.code).toBe("not_found");
    expect(careVerbs).toHaveLength(8);
  });
});

describe("a note", () => {
  const note = (id: string, body: Record<string, unknown>) =>
    call(world, "POST", `/api/tasks/${id}/notes`, body);

  it("is on the task's chain with who wrote it, once where it has a key", async () => {
    const { id } = await addFixed(world);
    const first = await note(id, { notes: " it was the cable ", key: "k" });
    expect(first.json).toMatchObject({ changed: true, task: { id, status: "fixed" } });
    expect((await note(id, { notes: "it was the cable", key: "k" })).json.changed).toBe(false);
    const { json } = await call(world, "GET", `/api/audit/${id}`);
    expect(json.verified.ok).toBe(true);
    expect(json.events.slice(1)).toMatchObject([
      { actor: "human:local", type: "task.noted", data: { notes: "it was the cable" } },
    ]);
  });

  it("without words, or for no task, is refused", async () => {
    const { id } = await addTask(world);
    for (const body of [{}, { notes: " " }, { notes: "x".repeat(10_001) }, { notes: "x", by: "human:eve" }])
      expect((await note(id, body)).status).toBe(400);
    expect((await note("0000-1", { notes: "x" })).status).toBe(404);
  });
});

describe("a list of tasks", () => {
  const ids = async (query: string): Promise<string[]> =>
    (await call(world, "GET", `/api/tasks?${query}`)).json.tasks.map((t: { id: string }) => t.id);

  it("is filtered by each of its words, and by all of them together", async () => {
    const old = await addTask(world, { severity: "low", source: "log", care: { assignee: "human:ada" } });
    world.test.clock.advance(DAY);
    const fixed = await addFixed(world, { target: "worker", title: "worker uses too much memory" });
    const asked = await addTask(world, { severity: "critical", status: "awaiting_human", phase: 4 });
    const [then, now] = [old.openedAt, asked.openedAt];
    const found = async (query: string, ...tasks: Array<{ id: string }>) =>
      expect((await ids(query)).sort()).toEqual(tasks.map((t) => t.id).sort());
    await found("", old, fixed, asked);
    await found("severity=low,critical", old, asked);
    await found("phase=1&status=working,fixed", old, fixed);
    await found("state=open&status=fixed");
    await found("source=log", old);
    await found("assignee=human:ada", old);
    await found("q=MEMORY", fixed);
    await found("q=chat", old, asked);
    await found(`since=${now}`, fixed, asked);
    await found(`until=${then}`, old);
    await found(`since=${then + 1}&until=${now - 1}`);
    await found(`since=${now}&until=${then}`);
    await found(`severity=high,critical&phase=4&q=running&since=${now}&target=chatbot`, asked);
  });

  it.each([
    ["severity=loud", "severity"],
    ["severity=low,", "severity"],
    ["phase=5", "phase"],
    ["status=", "status"],
    ["source=diagnostic", "source"],
    ["assignee=", "assignee"],
    [`q=${"x".repeat(101)}`, "q"],
    ["since=yesterday", "since"],
    ["until=", "until"],
    ["until=9e15", "until"],
  ])("refuses ?%s, and names the field", async (query, field) => {
    const { status, json } = await call(world, "GET", `/api/tasks?${query}`);
    expect(status).toBe(400);
    expect(json.error.message).toContain(field);
  });
});
