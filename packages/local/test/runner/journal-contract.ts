import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ExecutionRecord, HistoryEvent, Journal, Json } from "../../src/runner/index.ts";
import { RecordTooLarge } from "../../src/runner/index.ts";

export interface JournalUnderTest {
  readonly journal: Journal;
  /** Opens the same storage anew, as after a restart; leave it out for a journal without storage. */
  readonly reopen?: () => Promise<Journal>;
  readonly dispose?: () => Promise<void>;
}

const T0 = Date.UTC(2026, 0, 1);

const newRecord = (name: string, more: Partial<ExecutionRecord> = {}): ExecutionRecord => ({
  id: `${more.machine ?? "remediation"}:${name}`,
  machine: "remediation",
  name,
  status: "RUNNING",
  startedAt: T0,
  input: { task: name },
  version: 1,
  lastEventId: 1,
  writer: "w1",
  root: {
    state: "Triage",
    input: { task: name },
    enteredAt: T0,
    enteredEvent: 1,
    lastEvent: 1,
    retryCount: 0,
    attempts: [],
    stage: { kind: "ready" },
  },
  ...more,
});

const ended = (record: ExecutionRecord): ExecutionRecord => {
  const { root: _, ...rest } = record;
  return { ...rest, version: record.version + 1, status: "SUCCEEDED", output: "done", stoppedAt: T0 + 5 };
};

const event = (id: number, type: HistoryEvent["type"] = "TaskStarted"): HistoryEvent => ({
  id,
  previousEventId: id - 1,
  type,
  timestamp: new Date(T0).toISOString(),
});

const idsOf = (events: readonly { id: number | string }[]): (number | string)[] => events.map(({ id }) => id);

/** What every Journal guarantees; run it over each implementation. `make` gives an empty journal. */
export const journalContract = (
  name: string,
  make: () => Promise<JournalUnderTest> | JournalUnderTest,
): void => {
  describe(`journal contract: ${name}`, () => {
    let made: JournalUnderTest;
    let journal: Journal;
    beforeEach(async () => {
      made = await make();
      journal = made.journal;
    });
    afterEach(async () => made.dispose?.());

    const running = async (from: Journal): Promise<string[]> => {
      const ids: string[] = [];
      for await (const { id } of from.running()) ids.push(id);
      return ids.sort();
    };

    test("a started execution is loaded as it was given", async () => {
      const record = newRecord("a");
      expect(await journal.start(record, [event(1)])).toBe("started");
      expect(await journal.load(record.id)).toEqual(record);
    });

    test("an id that was never started has no record and no history", async () => {
      expect(await journal.load("remediation:none")).toBeUndefined();
      expect(await journal.history("remediation:none")).toEqual({ events: [] });
    });

    test("a second start with the same id writes nothing, even after the end", async () => {
      const first = newRecord("a");
      await journal.start(first, [event(1)]);
      expect(await journal.start(newRecord("a", { input: "other" }), [event(1), event(2)])).toBe("exists");
      expect(await journal.load(first.id)).toEqual(first);
      await journal.commit(ended(first), [event(2)]);
      expect(await journal.start(newRecord("a"), [event(1)])).toBe("exists");
      expect((await journal.load(first.id))?.status).toBe("SUCCEEDED");
      expect(idsOf((await journal.history(first.id)).events)).toEqual([1, 2]);
    });

    test("of starts with one id at the same time exactly one wins", async () => {
      const starts = Array.from({ length: 8 }, (_, i) =>
        journal.start(newRecord("a", { writer: `w${i}` }), [event(1)]),
      );
      const answers = await Promise.all(starts);
      expect(answers.filter((answer) => answer === "started")).toHaveLength(1);
      expect((await journal.load("remediation:a"))?.writer).toBe(`w${answers.indexOf("started")}`);
      expect(idsOf((await journal.history("remediation:a")).events)).toEqual([1]);
    });

    test("an execution may begin and end in one write", async () => {
      const { root: _, ...rest } = newRecord("a");
      const record: ExecutionRecord = {
        ...rest,
        status: "SUCCEEDED",
        output: 1,
        stoppedAt: T0,
        lastEventId: 2,
      };
      expect(await journal.start(record, [event(1), event(2)])).toBe("started");
      expect(await journal.load(record.id)).toEqual(record);
      expect(await running(journal)).toEqual([]);
      expect((await journal.list({ status: "SUCCEEDED" })).executions).toHaveLength(1);
      expect((await journal.list({ status: "RUNNING" })).executions).toEqual([]);
    });

    test("a commit replaces the version before it and adds its events", async () => {
      const record = newRecord("a");
      await journal.start(record, [event(1)]);
      const next = { ...record, version: 2, lastEventId: 3 };
      expect(await journal.commit(next, [event(2), event(3)])).toBe("committed");
      expect(await journal.load(record.id)).toEqual(next);
      expect(idsOf((await journal.history(record.id)).events)).toEqual([1, 2, 3]);
    });

    test("a commit without events keeps the history", async () => {
      const record = newRecord("a");
      await journal.start(record, [event(1)]);
      expect(await journal.commit({ ...record, version: 2 }, [])).toBe("committed");
      expect(idsOf((await journal.history(record.id)).events)).toEqual([1]);
    });

    test.each([1, 3])(
      "a commit of version %i onto version 1 is stale and writes nothing",
      async (version) => {
        const record = newRecord("a");
        await journal.start(record, [event(1)]);
        expect(await journal.commit({ ...record, version, writer: "w2" }, [event(2)])).toBe("stale");
        expect(await journal.load(record.id)).toEqual(record);
        expect(idsOf((await journal.history(record.id)).events)).toEqual([1]);
      },
    );

    test("a commit to an unknown id is stale and writes nothing", async () => {
      expect(await journal.commit(newRecord("a", { version: 2 }), [event(1)])).toBe("stale");
      expect(await journal.load("remediation:a")).toBeUndefined();
      expect(await running(journal)).toEqual([]);
    });

    test("of commits of one version at the same time exactly one wins, with its own events only", async () => {
      const record = newRecord("a");
      await journal.start(record, [event(1)]);
      const commits = Array.from({ length: 8 }, (_, i) =>
        journal.commit({ ...record, version: 2, writer: `w${i}` }, [{ ...event(2), timestamp: `by w${i}` }]),
      );
      const answers = await Promise.all(commits);
      const winner = answers.indexOf("committed");
      expect(answers.filter((answer) => answer === "committed")).toHaveLength(1);
      expect((await journal.load(record.id))?.writer).toBe(`w${winner}`);
      const { events } = await journal.history(record.id);
      expect(events.map(({ timestamp }) => timestamp).slice(1)).toEqual([`by w${winner}`]);
    });

    test("changing what was given or loaded does not change what is stored", async () => {
      const record = newRecord("a");
      await journal.start(record, [event(1)]);
      const copy = structuredClone(record);
      record.version = 99;
      const loaded = await journal.load(copy.id);
      if (loaded?.root !== undefined) loaded.root.state = "Elsewhere";
      expect(await journal.load(copy.id)).toEqual(copy);
    });

    test("any JSON is kept to the character", async () => {
      const input = JSON.parse(
        '{"__proto__":{"a":1},"constructor":null,"":"","text":"a\\u0000\\"\\\\ é 𝄞 \\ud800","n":[-1.5e-7,0,9007199254740991],"e":{},"l":[]}',
      ) as Json;
      const record = newRecord("a", { input });
      await journal.start(record, [event(1)]);
      expect(JSON.stringify((await journal.load(record.id))?.input)).toBe(JSON.stringify(input));
    });

    test("running gives the executions that have not ended", async () => {
      for (const name of ["a", "b", "c"]) await journal.start(newRecord(name), [event(1)]);
      expect(await running(journal)).toEqual(["remediation:a", "remediation:b", "remediation:c"]);
      await journal.commit(ended(newRecord("b")), [event(2)]);
      expect(await running(journal)).toEqual(["remediation:a", "remediation:c"]);
    });

    test("running gives whole records", async () => {
      const record = newRecord("a");
      await journal.start(record, [event(1)]);
      for await (const found of journal.running()) expect(found).toEqual(record);
    });

    test("history comes in order or in reverse, in pages without gap or repetition", async () => {
      let record = newRecord("a");
      await journal.start(record, [event(1)]);
      for (let id = 2; id < 24; id += 2) {
        record = { ...record, version: record.version + 1 };
        await journal.commit(record, [event(id), event(id + 1)]);
      }
      const all = Array.from({ length: 23 }, (_, i) => i + 1);
      expect(idsOf((await journal.history(record.id)).events)).toEqual(all);
      for (const reverse of [false, true]) {
        const found: (number | string)[] = [];
        let cursor: string | undefined;
        do {
          const page = await journal.history(record.id, {
            limit: 5,
            reverse,
            ...(cursor === undefined ? {} : { cursor }),
          });
          expect(page.events.length).toBeLessThanOrEqual(5);
          found.push(...idsOf(page.events));
          cursor = page.cursor;
        } while (cursor !== undefined);
        expect(found).toEqual(reverse ? all.toReversed() : all);
      }
    });

    test("lists come newest first, filtered, in pages without gap or repetition", async () => {
      for (let i = 0; i < 9; i++) {
        const machine = i % 3 === 0 ? "rollout" : "remediation";
        const record = newRecord(`n${i}`, { machine, startedAt: T0 + i });
        await journal.start(record, [event(1)]);
        if (i % 2 === 0) await journal.commit(ended(record), [event(2)]);
      }
      const names = async (query: Parameters<Journal["list"]>[0]): Promise<string[]> => {
        const found: string[] = [];
        let cursor: string | undefined;
        do {
          const page = await journal.list({
            limit: 2,
            ...query,
            ...(cursor === undefined ? {} : { cursor }),
          });
          found.push(...page.executions.map(({ name }) => name));
          cursor = page.cursor;
        } while (cursor !== undefined);
        return found;
      };
      expect(await names({})).toEqual(["n8", "n7", "n6", "n5", "n4", "n3", "n2", "n1", "n0"]);
      expect(await names({ machine: "rollout" })).toEqual(["n6", "n3", "n0"]);
      expect(await names({ status: "RUNNING" })).toEqual(["n7", "n5", "n3", "n1"]);
      expect(await names({ machine: "remediation", status: "SUCCEEDED" })).toEqual(["n8", "n4", "n2"]);
    });

    test("a list shows the summary of each execution", async () => {
      await journal.start(newRecord("a"), [event(1)]);
      await journal.commit(ended(newRecord("a")), [event(2)]);
      expect((await journal.list()).executions).toEqual([
        {
          id: "remediation:a",
          machine: "remediation",
          name: "a",
          status: "SUCCEEDED",
          startedAt: T0,
          stoppedAt: T0 + 5,
        },
      ]);
    });

    test("a record of a megabyte is stored whole, or refused as too large without a trace", async () => {
      const record = newRecord("a");
      await journal.start(record, [event(1)]);
      const large = {
        ...record,
        version: 2,
        input: Array.from({ length: 150_000 }, (_, i) => (i * 7919) % 999_983),
      };
      try {
        await journal.commit(large, [event(2)]);
        expect(await journal.load(record.id)).toEqual(large);
      } catch (fault) {
        expect(fault).toBeInstanceOf(RecordTooLarge);
        expect(await journal.load(record.id)).toEqual(record);
        expect(idsOf((await journal.history(record.id)).events)).toEqual([1]);
      }
    });

    test("what was written is there after a restart", async () => {
      if (made.reopen === undefined) return;
      const record = newRecord("a");
      await journal.start(record, [event(1)]);
      await journal.commit({ ...record, version: 2 }, [event(2)]);
      await journal.start(newRecord("b"), [event(1)]);
      await journal.commit(ended(newRecord("b")), [event(2)]);
      const again = await made.reopen();
      expect(await again.load(record.id)).toEqual({ ...record, version: 2 });
      expect(await running(again)).toEqual([record.id]);
      expect(idsOf((await again.history(record.id)).events)).toEqual([1, 2]);
    });
  });
};
