import { afterEach, beforeEach, expect, test } from "vitest";
import type { TestStore } from "../../../../test/support/store.ts";
import { openTestStore } from "../../../../test/support/store.ts";
import { storeJournal } from "../../src/journal/index.ts";
import type { ExecutionRecord, HistoryEvent, Journal } from "../../src/runner/index.ts";

let t: TestStore;
let journal: Journal;
let writes: number;
beforeEach(async () => {
  t = await openTestStore();
  writes = 0;
  t.embedded.client.middlewareStack.add((next, context) => async (args) => {
    if (/Put|Update/.test(String(context.commandName))) writes += 1;
    return next(args);
  });
  journal = open();
});
afterEach(() => t.close());

const open = (): Journal => storeJournal({ ...t.embedded, clock: t.clock, crypto: t.crypto });

const record = (version: number, more: Partial<ExecutionRecord> = {}): ExecutionRecord => ({
  id: "remediation:a",
  machine: "remediation",
  name: "a",
  status: "RUNNING",
  startedAt: t.clock.now(),
  input: {},
  version,
  lastEventId: version,
  writer: "w",
  ...more,
});

const event = (id: number, bytes: number): HistoryEvent => ({
  id,
  previousEventId: id - 1,
  type: "TaskStarted",
  timestamp: "x".repeat(bytes),
});

const ids = async (from: Journal, query?: { limit: number; reverse?: boolean; cursor?: string }) =>
  (await from.history("remediation:a", query)).events.map((e) => e.id);

test("a transition is one write, and a long history stays whole", async () => {
  await journal.start(record(1), [event(1, 2_000)]);
  for (let v = 2; v <= 400; v++) expect(await journal.commit(record(v), [event(v, 2_000)])).toBe("committed");
  // 800 KB of history in rows of 100 KB: eight moves and no more.
  expect(writes).toBeLessThanOrEqual(400 + 8);
  const all = Array.from({ length: 400 }, (_, i) => i + 1);
  expect(await ids(journal)).toEqual(all);
  expect(await ids(journal, { limit: 5, reverse: true })).toEqual([400, 399, 398, 397, 396]);
  expect(await ids(journal, { limit: 3, cursor: "120" })).toEqual([121, 122, 123]);
  expect(await ids(journal, { limit: 3, reverse: true, cursor: "51" })).toEqual([50, 49, 48]);
});

test("a runner that knows nothing of an execution goes on with its history", async () => {
  await journal.start(record(1), [event(1, 60_000)]);
  for (let v = 2; v <= 9; v++) expect(await open().commit(record(v), [event(v, 60_000)])).toBe("committed");
  expect(await ids(open())).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

test("of two runners that move the history at the same time one wins, with its own events only", async () => {
  await journal.start(record(1), [event(1, 90_000)]);
  const answers = await Promise.all(
    Array.from({ length: 6 }, (_, i) =>
      open().commit(record(2, { writer: `w${i}` }), [event(2 + i, 90_000)]),
    ),
  );
  expect(answers.filter((a) => a === "committed")).toHaveLength(1);
  expect(await ids(journal)).toEqual([1, 2 + answers.indexOf("committed")]);
});

test("events far larger than a row are kept, in the start and in a commit", async () => {
  const large = (from: number) => Array.from({ length: 6 }, (_, i) => event(from + i, 250_000));
  await journal.start(record(1), large(1));
  expect(await journal.commit(record(2), large(7))).toBe("committed");
  expect(await ids(journal)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
});

test("an execution and its history go 90 days after it has ended", async () => {
  await journal.start(record(1), [event(1, 120_000)]);
  t.clock.advance(200 * 86_400_000);
  const stoppedAt = t.clock.now();
  await journal.commit(record(2, { status: "SUCCEEDED", stoppedAt }), [event(2, 120_000)]);
  t.clock.advance(89 * 86_400_000);
  expect(await t.embedded.sweep()).toBe(0);
  expect(await ids(journal)).toEqual([1, 2]);
  t.clock.advance(2 * 86_400_000);
  expect(await t.embedded.sweep()).toBe(3);
  expect(await journal.load("remediation:a")).toBeUndefined();
});
