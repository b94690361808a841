import type { PhaseNumber, Task, TaskQuery, TaskStore } from "@gradus/core";
import { isOpen } from "@gradus/core";
import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { TestStore } from "../../support/store.ts";
import { damage, overAdapters } from "./adapters.ts";
import { anObservation, aTask, T0, winners } from "./fixtures.ts";

overAdapters("TaskStore", (open) => {
  let t: TestStore;
  let tasks: TaskStore;
  beforeEach(async () => {
    t = await open();
    tasks = t.store.tasks;
  });
  afterEach(() => t.close());

  const listAll = async (query: Parameters<TaskStore["list"]>[0]): Promise<string[]> => {
    const ids: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await tasks.list({ ...query, ...(cursor === undefined ? {} : { cursor }) });
      ids.push(...page.tasks.map((task) => task.id));
      cursor = page.cursor;
    } while (cursor !== undefined);
    return ids;
  };

  test("a created task is read back as it was given, at version 1", async () => {
    const task = aTask(1, { key: "k \ud83d\ude00 \u0000", tabu: ["restart()"] });
    expect(await tasks.create(task)).toBe(true);
    expect(await tasks.get(task.id)).toEqual({ ...task, version: 1 });
    expect(await tasks.get("nothing")).toBeUndefined();
    expect(await tasks.get("0123456789abcdef-1")).toBeUndefined();
  });

  test("of many creations of one task at the same time exactly one wins", async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => tasks.create(aTask(1))));
    expect(answers.filter(Boolean)).toHaveLength(1);
  });

  test("a creation that is delivered twice changes nothing", async () => {
    await tasks.create(aTask(1));
    expect(await tasks.create(aTask(1, { title: "another" }))).toBe(false);
    expect((await tasks.get(aTask(1).id))?.title).toBe("shop answers with an error");
  });

  test("of many saves of one version exactly one wins, the others conflict", async () => {
    await tasks.create(aTask(1));
    const saves = Array.from({ length: 20 }, (_, i) =>
      tasks.save(aTask(1, { version: 1, title: `by ${i}` })),
    );
    expect(await winners(saves)).toBe(1);
    expect((await tasks.get(aTask(1).id))?.version).toBe(2);
    await expect(tasks.save(aTask(1, { version: 1 }))).rejects.toMatchObject({ code: "conflict" });
    await expect(tasks.save(aTask(2, { version: 1 }))).rejects.toMatchObject({ code: "conflict" });
  });

  test("the latest task of a fingerprint is the highest generation", async () => {
    for (const generation of [1, 2, 9, 10]) await tasks.create(aTask(1, { generation, status: "fixed" }));
    expect((await tasks.latest(aTask(1).fingerprint))?.generation).toBe(10);
    expect(await tasks.latest("ffffffffffffffff")).toBeUndefined();
  });

  test("a list goes newest first through more than a hundred tasks, each once", async () => {
    const all = Array.from({ length: 130 }, (_, i) =>
      aTask(i, { status: i % 2 === 0 ? "working" : "fixed" }),
    );
    await Promise.all(all.map((task) => tasks.create(task)));
    const ids = all.map((task) => task.id).reverse();
    expect(await listAll({ state: "all", limit: 7 })).toEqual(ids);
    expect(await listAll({ state: "all", limit: 1000 })).toEqual(ids);
    expect(await listAll({ state: "open", limit: 50 })).toEqual(ids.filter((_, i) => i % 2 === 1));
    expect(await listAll({ state: "closed", limit: 65, since: T0 + 100 })).toEqual(
      ids.filter((_, i) => i % 2 === 0 && i < 30),
    );
  });

  test("tasks opened in the same millisecond are all listed", async () => {
    const all = Array.from({ length: 30 }, (_, i) => aTask(i, { openedAt: T0 }));
    await Promise.all(all.map((task) => tasks.create(task)));
    expect(new Set(await listAll({ state: "open", limit: 4 })).size).toBe(30);
  });

  test("a target's list holds its own tasks only", async () => {
    for (let i = 0; i < 12; i++) await tasks.create(aTask(i, { target: i % 3 === 0 ? "db" : "shop" }));
    expect(await listAll({ state: "all", target: "db", limit: 3 })).toHaveLength(4);
    expect(await listAll({ state: "open", target: "nothing" })).toEqual([]);
  });

  describe("a filter", () => {
    const severities = ["critical", "high", "medium", "low"] as const;
    const statuses = ["working", "awaiting_human", "fixed", "resolved"] as const;
    const sources = ["http", "log", "metric"] as const;
    const of = <T>(all: readonly T[], n: number): T => all[n % all.length] ?? all[0]!;
    const one = (n: number): Task =>
      aTask(n, {
        target: n % 4 === 0 ? "db" : "shop",
        severity: of(severities, n),
        status: of(statuses, Math.floor(n / 2)),
        source: of(sources, n),
        phase: ((n % 4) + 1) as PhaseNumber,
        title: `${n % 7 === 0 ? "Café" : "shop"} number ${n}`,
        ...(n % 5 === 0 ? { care: { assignee: `human:${n % 2 === 0 ? "ada" : "bob"}` } } : {}),
      });
    const anyOf = <T>(all: readonly T[]) => fc.uniqueArray(fc.constantFrom(...all), { minLength: 1 });
    const questions = fc.record(
      {
        state: fc.constantFrom("open" as const, "closed" as const, "all" as const),
        target: fc.constantFrom("db", "shop", "nothing"),
        since: fc.integer({ min: T0 - 5, max: T0 + 70 }),
        until: fc.integer({ min: T0 - 5, max: T0 + 70 }),
        severity: anyOf(severities),
        phase: anyOf([1, 2, 3, 4] as const),
        status: anyOf(statuses),
        source: anyOf(sources),
        assignee: fc.constantFrom("human:ada", "human:bob", "human:eve"),
        q: fc.constantFrom("CAFÉ", "shop", "number 1", "HTTP_", "db", "nowhere"),
        limit: fc.integer({ min: 1, max: 40 }),
      },
      { requiredKeys: ["state"] },
    );

    /** What a list has to give, thought of in the simplest way. */
    const expected = (all: readonly Task[], q: TaskQuery): string[] =>
      all
        .filter(
          (task) =>
            (q.state === "all" || isOpen(task) === (q.state === "open")) &&
            (q.target ?? task.target) === task.target &&
            task.openedAt >= (q.since ?? 0) &&
            task.openedAt <= (q.until ?? Infinity) &&
            (q.severity ?? [task.severity]).includes(task.severity) &&
            (q.phase ?? [task.phase]).includes(task.phase) &&
            (q.status ?? [task.status]).includes(task.status) &&
            (q.source ?? [task.source]).includes(task.source) &&
            (q.assignee === undefined || task.care?.assignee === q.assignee) &&
            `${task.title}\n${task.target}\n${task.symptom}`
              .toLowerCase()
              .includes((q.q ?? "").toLowerCase()),
        )
        .map((task) => task.id)
        .reverse();

    test("leaves out what does not fit, and nothing else, however it is combined and paged", async () => {
      const all = Array.from({ length: 60 }, (_, n) => one(n));
      await Promise.all(all.map((task) => tasks.create(task)));
      await fc.assert(
        fc.asyncProperty(questions, async (question) => {
          expect(await listAll(question)).toEqual(expected(all, question));
        }),
        { numRuns: 100 },
      );
    });

    test("looks at 2,000 rows and then goes on from exactly there: nothing is missed, nothing comes twice", async () => {
      const all = Array.from({ length: 2_130 }, (_, n) =>
        aTask(n, { severity: n < 3 || n % 600 === 0 ? "low" : "high" }),
      );
      for (let i = 0; i < all.length; i += 100)
        await Promise.all(all.slice(i, i + 100).map((task) => tasks.create(task)));
      const low = all.filter((task) => task.severity === "low").map((task) => task.id);
      const first = await tasks.list({ state: "open", severity: ["low"], limit: 50 });
      expect(first.tasks.map((task) => task.id)).toEqual(low.slice(3).reverse());
      expect(await listAll({ state: "open", severity: ["low"], limit: 50 })).toEqual(low.reverse());
      const none = await tasks.list({ state: "open", severity: ["critical"] });
      expect(none).toEqual({ tasks: [], cursor: expect.stringMatching(/./) as string });
      expect(await listAll({ state: "open", severity: ["critical"] })).toEqual([]);
    });

    test("has a cursor of its own, which is good for no other", async () => {
      for (let n = 0; n < 8; n++) await tasks.create(one(n));
      const asked = { state: "all", severity: ["high"], until: T0 + 100, limit: 1 } as const;
      const { cursor = "" } = await tasks.list(asked);
      expect((await tasks.list({ ...asked, cursor })).tasks).toHaveLength(1);
      for (const other of [{ severity: ["low"] as const }, { until: T0 + 99 }, { q: "shop" }])
        await expect(tasks.list({ ...asked, ...other, cursor })).rejects.toMatchObject({
          code: "invalid_input",
        });
    });
  });

  test("a task that is closed moves from the open to the closed list", async () => {
    await tasks.create(aTask(1));
    await tasks.save(aTask(1, { version: 1, status: "fixed", closedAt: T0 + 5, outcome: "restarted" }));
    expect(await listAll({ state: "open" })).toEqual([]);
    const { tasks: closed } = await tasks.list({ state: "closed" });
    expect(closed).toMatchObject([{ id: aTask(1).id, status: "fixed", outcome: "restarted", attempts: 0 }]);
  });

  test("a cursor of another list, or made up, is invalid input", async () => {
    for (let i = 0; i < 4; i++) await tasks.create(aTask(i));
    const { cursor } = await tasks.list({ state: "open", limit: 1 });
    for (const bad of ["", "garbage", Buffer.from('[1,"x","y"]').toString("base64url")]) {
      await expect(tasks.list({ state: "open", cursor: bad })).rejects.toMatchObject({
        code: "invalid_input",
      });
    }
    await expect(tasks.list({ state: "closed", cursor: cursor ?? "" })).rejects.toMatchObject({
      code: "invalid_input",
    });
  });

  test("a corrupt row is an error that names it, in reads and in lists", async () => {
    await damage(t, { pk: "task|0123456789abcdef", sk: "000000001", v: 1, doc: "{" });
    await expect(tasks.get("0123456789abcdef-1")).rejects.toMatchObject({
      code: "corrupt",
      message: expect.stringContaining("task|0123456789abcdef") as string,
    });
    await damage(t, { pk: "task|x", sk: "000000001", g1: "task|open|0", g2: "x", gs: "1", sum: '{"id":1}' });
    await expect(tasks.list({ state: "open" })).rejects.toMatchObject({ code: "corrupt" });
  });

  test("a task that could not be read back is refused", async () => {
    const bad = aTask(1, { observations: [anObservation("o", { text: "x".repeat(2_001) })] });
    await expect(tasks.create(bad)).rejects.toMatchObject({ code: "invalid_input" });
    await expect(tasks.create(aTask(1, { id: "else-1" }))).rejects.toMatchObject({ code: "invalid_input" });
    expect(await tasks.latest(bad.fingerprint)).toBeUndefined();
  });

  test("a task that grows too large keeps every observation, the oldest of them as evidence", async () => {
    const observations = Array.from({ length: 400 }, (_, i) =>
      anObservation(`o${i}`, { at: T0 + i, text: String(i).padEnd(1_900, "x") }),
    );
    await tasks.create(aTask(1));
    const saved = await tasks.save(aTask(1, { version: 1, observations }));
    const read = await tasks.get(saved.id);
    expect(read).toEqual(saved);
    expect(saved.observations.length).toBeLessThan(200);
    expect(saved.observations.at(-1)?.id).toBe("o399");
    const moved = await tasks.evidence(saved.id);
    expect([...moved, ...saved.observations]).toEqual(observations);
    const again = await tasks.save({ ...saved, observations: [...saved.observations, anObservation("new")] });
    expect(await tasks.evidence(saved.id)).toEqual(moved);
    expect(again.version).toBe(3);
  });

  test("a task that is too large without its observations is packed", async () => {
    const related = Array.from({ length: 3_000 }, (_, i) => ({
      symptom: "http_status",
      at: T0 + i,
      summary: `again ${i} `.repeat(20),
    }));
    await tasks.create(aTask(1, { related }));
    expect((await tasks.get(aTask(1).id))?.related).toEqual(related);
    const next = await tasks.save({ ...aTask(1), version: 1 });
    expect(await tasks.get(aTask(1).id)).toEqual(next);
  });

  test("a batch of evidence that is added twice is there once, however large", async () => {
    const batch = Array.from({ length: 500 }, (_, i) =>
      anObservation(`e${i}`, { at: T0 + i, text: String(i).padEnd(1_900, "y") }),
    );
    await Promise.all([tasks.addEvidence("t-1", "b1", batch), tasks.addEvidence("t-1", "b1", batch)]);
    await tasks.addEvidence("t-1", "b2", [anObservation("z", { at: T0 - 1 })]);
    expect(await tasks.evidence("t-1")).toEqual([anObservation("z", { at: T0 - 1 }), ...batch]);
    expect(await tasks.evidence("t-2")).toEqual([]);
  });

  test("evidence goes 90 days after its task was closed, and not before", async () => {
    const { id } = aTask(1);
    await tasks.create(aTask(1));
    await tasks.addEvidence(id, "b", [anObservation("e")]);
    t.clock.advance(400 * 86_400_000);
    expect(await t.embedded.sweep()).toBe(0);
    await tasks.save(aTask(1, { version: 1, status: "resolved", closedAt: t.clock.now() }));
    t.clock.advance(89 * 86_400_000);
    expect(await t.embedded.sweep()).toBe(0);
    expect(await tasks.evidence(id)).toHaveLength(1);
    t.clock.advance(2 * 86_400_000);
    expect(await t.embedded.sweep()).toBe(1);
    expect(await tasks.evidence(id)).toEqual([]);
    expect(await tasks.get(id)).toBeDefined();
  });
});
