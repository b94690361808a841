import type { PhaseNumber, Task, TaskQuery, TaskStore } from "@gradus/core";
import { isOpen } from "@gradus/core";
import * as fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { TestStore } from "../../support/store.ts";
import { overAdapters } from "./adapters.ts";
import { aTask, listTasks, T0 } from "./fixtures.ts";

const severities = ["critical", "high", "medium", "low"] as const;
const statuses = ["working", "awaiting_human", "fixed", "resolved"] as const;
const sources = ["http", "log", "metric"] as const;
const of = <T>(all: readonly [T, ...T[]], n: number): T => all[n % all.length] ?? all[0];
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
        `${task.title}\n${task.target}\n${task.symptom}`.toLowerCase().includes((q.q ?? "").toLowerCase()),
    )
    .map((task) => task.id)
    .reverse();

overAdapters("TaskStore", (open) => {
  let t: TestStore;
  let tasks: TaskStore;
  beforeEach(async () => {
    t = await open();
    tasks = t.store.tasks;
  });
  afterEach(() => t.close());

  test("a filter leaves out what does not fit, and nothing else, however it is combined and paged", async () => {
    const all = Array.from({ length: 60 }, (_, n) => one(n));
    await Promise.all(all.map((task) => tasks.create(task)));
    await fc.assert(
      fc.asyncProperty(questions, async (question) => {
        expect(await listTasks(tasks, question)).toEqual(expected(all, question));
      }),
      { numRuns: 100 },
    );
  });

  test("a filter looks at 2,000 rows and then goes on from exactly there: nothing is missed, nothing comes twice", async () => {
    const all = Array.from({ length: 2_130 }, (_, n) =>
      aTask(n, { severity: n < 3 || n % 600 === 0 ? "low" : "high" }),
    );
    for (let i = 0; i < all.length; i += 100)
      await Promise.all(all.slice(i, i + 100).map((task) => tasks.create(task)));
    const low = all.filter((task) => task.severity === "low").map((task) => task.id);
    const first = await tasks.list({ state: "open", severity: ["low"], limit: 50 });
    expect(first.tasks.map((task) => task.id)).toEqual(low.slice(3).reverse());
    expect(await listTasks(tasks, { state: "open", severity: ["low"], limit: 50 })).toEqual(low.reverse());
    const none = await tasks.list({ state: "open", severity: ["critical"] });
    expect(none).toEqual({ tasks: [], cursor: expect.stringMatching(/./) as string });
    expect(await listTasks(tasks, { state: "open", severity: ["critical"] })).toEqual([]);
  });

  test("a filter has a cursor of its own, which is good for no other", async () => {
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
