import { describe, expect, test } from "vitest";
import type { Journal, TaskHandler, Transition } from "../../src/runner/index.ts";
import { createRunner, memoryJournal, RecordTooLarge } from "../../src/runner/index.ts";
import { FakeClock } from "./fake-clock.ts";
import { bench, eventsOf, fakeRandom, only } from "./harness.ts";

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const work = (fields: Readonly<Record<string, unknown>> = {}): unknown =>
  only({ Type: "Task", Resource: "work", ...fields });
const two: unknown = {
  StartAt: "First",
  States: {
    First: { Type: "Task", Resource: "first", Next: "Second" },
    Second: { Type: "Task", Resource: "second", End: true },
  },
};
const start = { machine: "machine", name: "one" } as const;

/** Handlers that end when the test says so. */
const gates = () => {
  const open = new Map<string, (result?: unknown) => void>();
  const order: string[] = [];
  const handler: TaskHandler = (_, { executionName, stateName }) =>
    new Promise((resolve) => {
      order.push(`${executionName} ${stateName}`);
      open.set(executionName, resolve);
    });
  return { open, order, handler };
};

describe("starting", () => {
  test("a name that is used twice starts one execution, at the same time or later", async () => {
    let calls = 0;
    const { runner, clock } = bench(work(), { resources: { work: () => ++calls } });
    const both = await Promise.all([
      runner.startExecution(start),
      runner.startExecution({ ...start, input: "other" }),
    ]);
    expect(both.map(({ isNew }) => isNew)).toEqual([true, false]);
    const ended = await clock.until(runner.whenEnded("machine:one"));
    expect(await runner.startExecution(start)).toEqual({
      id: ended.id,
      startedAt: ended.startedAt,
      isNew: false,
    });
    expect(calls).toBe(1);
  });

  test("two runners on one journal start one execution", async () => {
    let calls = 0;
    const resources = { work: () => ++calls };
    const a = bench(work(), { resources });
    const b = bench(work(), { resources, journal: a.journal, random: { ...fakeRandom(), uuid: () => "b" } });
    const both = await Promise.all([a.runner.startExecution(start), b.runner.startExecution(start)]);
    expect(both.filter(({ isNew }) => isNew)).toHaveLength(1);
    await a.clock.settle();
    await b.clock.settle();
    expect((await a.journal.load("machine:one"))?.status).toBe("SUCCEEDED");
  });

  test.each(["", "a b", "a:b", "a/b", "a*", "x".repeat(81), "a\u0000"])(
    "the name %j is refused",
    async (name) => {
      const { runner } = bench(work(), { resources: { work: () => 1 } });
      await expect(runner.startExecution({ ...start, name })).rejects.toMatchObject({ code: "InvalidName" });
    },
  );

  test("a machine that is not there is refused", async () => {
    const { runner } = bench(only({ Type: "Succeed" }));
    const starting = runner.startExecution({ machine: "none", name: "one" });
    await expect(starting).rejects.toMatchObject({ code: "StateMachineDoesNotExist" });
  });

  test("a start that the journal does not take is the caller's to know, and nothing runs", async () => {
    const stored = memoryJournal();
    let calls = 0;
    const journal: Journal = { ...stored, start: () => Promise.reject(new Error("disk full")) };
    const { runner, clock } = bench(work(), { journal, resources: { work: () => ++calls } });
    await expect(runner.startExecution(start)).rejects.toThrow("disk full");
    await clock.settle();
    expect(calls).toBe(0);
    await expect(runner.describeExecution("machine:one")).rejects.toMatchObject({
      code: "ExecutionDoesNotExist",
    });
  });
});

describe("writing", () => {
  test("a transition costs one write, and states without work cost none", async () => {
    const definition = {
      StartAt: "P",
      States: {
        P: { Type: "Pass", Next: "First" },
        First: { Type: "Task", Resource: "first", Next: "C" },
        C: { Type: "Choice", Choices: [{ Variable: "$", IsNull: true, Next: "Q" }], Default: "Q" },
        Q: { Type: "Pass", Next: "Second" },
        Second: { Type: "Task", Resource: "second", Next: "Done" },
        Done: { Type: "Succeed" },
      },
    };
    const { runner, clock, journal } = bench(definition, { resources: { first: () => 1, second: () => 2 } });
    await runner.startExecution(start);
    await clock.until(runner.whenEnded("machine:one"));
    // Start with First, then Second, then the end.
    expect((await journal.load("machine:one"))?.version).toBe(3);
  });

  test("work begins only when the write before it is stored", async () => {
    const stored = memoryJournal();
    const log: string[] = [];
    const journal: Journal = {
      ...stored,
      start: async (...args) => {
        await turn();
        log.push("stored");
        return stored.start(...args);
      },
      commit: async (...args) => {
        await turn();
        log.push("stored");
        return stored.commit(...args);
      },
    };
    const resources = { first: () => void log.push("first"), second: () => void log.push("second") };
    const { runner } = bench(two, { journal, resources });
    await runner.startExecution(start);
    await runner.whenEnded("machine:one");
    expect(log).toEqual(["stored", "first", "stored", "second", "stored"]);
  });

  test("a write that fails is tried again, with nothing lost and nothing done twice", async () => {
    const stored = memoryJournal();
    let fails = 3;
    const journal: Journal = {
      ...stored,
      commit: (...args) => (fails-- > 0 ? Promise.reject(new Error("throttled")) : stored.commit(...args)),
    };
    const calls: string[] = [];
    const resources = { first: () => void calls.push("first"), second: () => void calls.push("second") };
    const { runner, clock } = bench(two, { journal, resources });
    await runner.startExecution(start);
    expect((await clock.until(runner.whenEnded("machine:one"))).status).toBe("SUCCEEDED");
    expect(calls).toEqual(["first", "second"]);
    expect((await eventsOf(runner, "machine:one")).map(({ id }) => id)).toEqual(
      Array.from({ length: 12 }, (_, i) => i + 1),
    );
  });

  test("a write whose answer was lost is known for our own", async () => {
    const stored = memoryJournal();
    let isFirst = true;
    const journal: Journal = {
      ...stored,
      commit: async (...args) => {
        const answer = await stored.commit(...args);
        if (!isFirst) return answer;
        isFirst = false;
        throw new Error("connection reset");
      },
    };
    const { runner, clock } = bench(two, { journal, resources: { first: () => 1, second: () => 2 } });
    await runner.startExecution(start);
    expect(await clock.until(runner.whenEnded("machine:one"))).toMatchObject({ output: 2 });
  });

  test("an execution that another runner went on with is let go, and its next state is not begun", async () => {
    const gate = gates();
    const calls: string[] = [];
    const { runner, clock, journal } = bench(two, {
      resources: { first: gate.handler, second: () => void calls.push("second") },
    });
    await runner.startExecution(start);
    await clock.settle();
    const record = await journal.load("machine:one");
    if (record === undefined) throw new Error("no record");
    await journal.commit({ ...record, version: record.version + 1, writer: "another" }, []);
    gate.open.get("one")?.();
    await clock.settle();
    expect(calls).toEqual([]);
    expect((await journal.load("machine:one"))?.writer).toBe("another");
  });

  test("a record that the journal cannot hold fails the execution", async () => {
    const stored = memoryJournal();
    const journal: Journal = {
      ...stored,
      commit: async (record, events) => {
        if (JSON.stringify(record).length > 5000) throw new RecordTooLarge("over the limit");
        return stored.commit(record, events);
      },
    };
    const { runner, clock } = bench(two, {
      journal,
      resources: { first: () => "x".repeat(9000), second: () => 2 },
    });
    await runner.startExecution(start);
    const ended = await clock.until(runner.whenEnded("machine:one"));
    expect(ended).toMatchObject({ status: "FAILED", error: "States.DataLimitExceeded" });
  });

  test("a long loop of states without work lets others run, and is written as it goes", async () => {
    const definition = {
      StartAt: "P",
      States: {
        P: { Type: "Pass", Parameters: { "n.$": "States.MathAdd($.n, 1)" }, Next: "More?" },
        "More?": {
          Type: "Choice",
          Choices: [{ Variable: "$.n", NumericLessThan: 500, Next: "P" }],
          Default: "Done",
        },
        Done: { Type: "Succeed" },
      },
    };
    const { runner, clock, journal } = bench(definition);
    await runner.startExecution({ ...start, input: { n: 0 } });
    expect((await clock.until(runner.whenEnded("machine:one"))).output).toEqual({ n: 500 });
    expect((await journal.load("machine:one"))?.version).toBeGreaterThan(50);
  });
});

describe("concurrency", () => {
  test("as many executions work at once as there are slots, first come first served", async () => {
    const { open, order, handler } = gates();
    const { runner, clock } = bench(work(), { concurrency: 2, resources: { work: handler } });
    for (const name of ["a", "b", "c", "d"]) await runner.startExecution({ ...start, name });
    await clock.settle();
    expect(order).toEqual(["a Only", "b Only"]);
    open.get("b")?.();
    await clock.settle();
    expect(order).toEqual(["a Only", "b Only", "c Only"]);
    open.get("a")?.();
    await clock.settle();
    expect(order.at(-1)).toBe("d Only");
    await runner.close();
  });

  test("an execution with more work to do queues again behind the others", async () => {
    const { open, order, handler } = gates();
    const { runner, clock } = bench(two, { concurrency: 1, resources: { first: handler, second: handler } });
    for (const name of ["a", "b"]) await runner.startExecution({ ...start, name });
    await clock.settle();
    for (const name of ["a", "b", "a"]) {
      open.get(name)?.();
      await clock.settle();
    }
    expect(order).toEqual(["a First", "b First", "a Second", "b Second"]);
    await runner.close();
  });

  test("executions that wait, pause before a retry or hold a token take no slot", async () => {
    const machines = {
      wait: only({ Type: "Wait", Seconds: 100 }),
      token: work({ Resource: "ask.waitForTaskToken" }),
      retry: work({ Resource: "fail", Retry: [{ ErrorEquals: ["States.ALL"], IntervalSeconds: 100 }] }),
      work: work(),
    };
    const done: string[] = [];
    const runner = createRunner({
      machines,
      journal: memoryJournal(),
      clock: new FakeClock(),
      concurrency: 1,
      resources: {
        ask: () => null,
        fail: () => {
          throw new Error("no");
        },
        work: (_, { executionName }) => void done.push(executionName),
      },
    });
    for (const machine of Object.keys(machines)) await runner.startExecution({ machine, name: machine });
    await runner.whenEnded("work:work");
    expect(done).toEqual(["work"]);
    await runner.close();
  });

  test("branches of one execution share its slot", async () => {
    let now = 0;
    let most = 0;
    const handler: TaskHandler = async () => {
      most = Math.max(most, ++now);
      await turn();
      now--;
    };
    const definition = only({
      Type: "Map",
      ItemProcessor: { StartAt: "W", States: { W: { Type: "Task", Resource: "work", End: true } } },
    });
    const { runner, clock } = bench(definition, { concurrency: 1, resources: { work: handler } });
    await runner.startExecution({ ...start, input: [1, 2, 3] });
    await clock.until(runner.whenEnded("machine:one"));
    expect(most).toBe(3);
  });
});

describe("stopping", () => {
  test("a stopped execution is ABORTED, its handler is told, and it enters nothing more", async () => {
    const gate = gates();
    let signal: AbortSignal | undefined;
    const first: TaskHandler = (input, call) => {
      ({ signal } = call);
      return gate.handler(input, call);
    };
    const { runner, clock } = bench(two, { resources: { first, second: () => 2 } });
    const { id } = await runner.startExecution(start);
    await clock.settle();
    const stopped = await runner.stopExecution({ id, error: "Enough", cause: "said so" });
    expect(stopped).toMatchObject({ status: "ABORTED", error: "Enough", cause: "said so" });
    expect(signal?.aborted).toBe(true);
    gate.open.get("one")?.("late");
    await clock.settle();
    expect((await runner.whenEnded(id)).status).toBe("ABORTED");
    expect((await eventsOf(runner, id)).map(({ type }) => type)).toEqual([
      "ExecutionStarted",
      "TaskStateEntered",
      "TaskScheduled",
      "TaskStarted",
      "ExecutionAborted",
    ]);
  });

  test("stopping one that has ended leaves it as it is", async () => {
    const { runner, clock } = bench(only({ Type: "Succeed" }));
    const { id } = await runner.startExecution(start);
    await clock.until(runner.whenEnded(id));
    expect(await runner.stopExecution({ id })).toMatchObject({ status: "SUCCEEDED" });
    await expect(runner.stopExecution({ id: "none" })).rejects.toMatchObject({
      code: "ExecutionDoesNotExist",
    });
  });

  test("close stops timers and handlers, and leaves the execution where it stands", async () => {
    let signal: AbortSignal | undefined;
    const first: TaskHandler = (_, call) => {
      ({ signal } = call);
      return new Promise(() => {});
    };
    const { runner, clock, journal } = bench(two, { resources: { first, second: () => 2 } });
    const { id } = await runner.startExecution(start);
    await clock.settle();
    const ended = runner.whenEnded(id);
    ended.catch(() => undefined);
    await clock.settle();
    await runner.close();
    await expect(ended).rejects.toMatchObject({ code: "RunnerClosed" });
    await expect(runner.whenEnded(id)).rejects.toMatchObject({ code: "RunnerClosed" });
    expect(signal?.aborted).toBe(true);
    expect(clock.pendingTimers).toBe(0);
    expect(await journal.load(id)).toMatchObject({ status: "RUNNING", root: { state: "First" } });
    await expect(runner.startExecution({ ...start, name: "two" })).rejects.toMatchObject({
      code: "RunnerClosed",
    });
  });

  test("drain lets a handler end, journals what it did, and begins nothing more", async () => {
    const gate = gates();
    const calls: string[] = [];
    const options = {
      resources: { first: gate.handler, second: (input: unknown) => (calls.push("second"), input) },
    };
    const { runner, clock, journal } = bench(two, options);
    const { id } = await runner.startExecution(start);
    await clock.settle();
    const drained = runner.drain();
    await clock.settle();
    gate.open.get("one")?.("result");
    await drained;
    expect(calls).toEqual([]);
    expect(clock.pendingTimers).toBe(0);
    expect(await journal.load(id)).toMatchObject({
      status: "RUNNING",
      root: { state: "Second", input: "result" },
    });
    const next = bench(two, { ...options, journal, clock }).runner;
    await next.resumeAll();
    expect(await clock.until(next.whenEnded(id))).toMatchObject({ output: "result" });
    expect(gate.order).toEqual(["one First"]);
  });

  test("drain lets each branch end what it does", async () => {
    const clock = new FakeClock();
    const definition = only({
      Type: "Map",
      ItemProcessor: {
        StartAt: "W",
        States: {
          W: { Type: "Task", Resource: "work", Next: "V" },
          V: { Type: "Task", Resource: "work", End: true },
        },
      },
    });
    const calls: string[] = [];
    const handler: TaskHandler = (n, { stateName }) =>
      new Promise((resolve) => {
        calls.push(`${stateName} ${Number(n)}`);
        clock.setTimer(Number(n) * 1000, () => resolve(n));
      });
    const first = bench(definition, { clock, resources: { work: handler } });
    const { id } = await first.runner.startExecution({ ...start, input: [1, 3] });
    await clock.settle();
    await clock.until(first.runner.drain());
    expect(calls).toEqual(["W 1", "W 3"]);
    const next = bench(definition, { clock, journal: first.journal, resources: { work: handler } }).runner;
    await next.resumeAll();
    expect(await clock.until(next.whenEnded(id))).toMatchObject({ output: [1, 3] });
    expect(calls).toEqual(["W 1", "W 3", "V 1", "V 3"]);
  });

  test("drain aborts the branches that do not end in time, also when others have halted", async () => {
    const signals: AbortSignal[] = [];
    const definition = only({
      Type: "Map",
      ItemProcessor: {
        StartAt: "W",
        States: {
          W: { Type: "Task", Resource: "work", Next: "V" },
          V: { Type: "Task", Resource: "work", End: true },
        },
      },
    });
    const handler: TaskHandler = (n, { signal }) => {
      signals.push(signal);
      return n === 1 ? turn() : new Promise(() => {});
    };
    const { runner, clock } = bench(definition, { resources: { work: handler } });
    await runner.startExecution({ ...start, input: [1, 2] });
    await clock.until(runner.drain({ timeoutMs: 5000 }));
    expect(signals.map(({ aborted }) => aborted)).toEqual([false, true]);
  });

  test("drain does not begin what queued for a slot", async () => {
    const { open, order, handler } = gates();
    const { runner, clock } = bench(work(), { concurrency: 1, resources: { work: handler } });
    for (const name of ["a", "b"]) await runner.startExecution({ ...start, name });
    await clock.settle();
    const drained = runner.drain();
    open.get("a")?.();
    await clock.until(drained);
    expect(order).toEqual(["a Only"]);
  });

  test("a handler that ends in time leaves no timer behind, and its signal alone", async () => {
    let signal: AbortSignal | undefined;
    const handler: TaskHandler = (_, call) => void ({ signal } = call);
    const definition = {
      StartAt: "W",
      States: {
        W: { Type: "Task", Resource: "work", TimeoutSeconds: 10, HeartbeatSeconds: 5, Next: "Rest" },
        Rest: { Type: "Wait", Seconds: 60, End: true },
      },
    };
    const { runner, clock } = bench(definition, { resources: { work: handler } });
    const { id } = await runner.startExecution(start);
    await clock.settle();
    expect(clock.pendingTimers).toBe(1);
    await clock.advance(30_000);
    expect(signal?.aborted).toBe(false);
    await clock.until(runner.whenEnded(id));
    expect(clock.pendingTimers).toBe(0);
  });

  test("drain gives up on a handler that does not end in time", async () => {
    const { runner, clock } = bench(work(), { resources: { work: () => new Promise(() => {}) } });
    await runner.startExecution(start);
    await clock.settle();
    await clock.until(runner.drain({ timeoutMs: 5000 }));
    expect(clock.pendingTimers).toBe(0);
  });
});

describe("resuming", () => {
  test("an execution whose definition is gone or has changed is left in the journal, and can be stopped", async () => {
    const wait = only({ Type: "Wait", Seconds: 100 });
    const first = bench(wait);
    const { id } = await first.runner.startExecution(start);
    await first.runner.close();
    const { runner } = bench(
      { StartAt: "Renamed", States: { Renamed: { Type: "Succeed" } } },
      { journal: first.journal },
    );
    const { resumed, stranded } = await runner.resumeAll();
    expect(resumed).toEqual([]);
    expect(stranded).toEqual([{ id, reason: expect.stringContaining("no state Only") as string }]);
    expect(await runner.describeExecution(id)).toMatchObject({
      status: "RUNNING",
      standing: [{ state: "Only" }],
    });
    expect(await runner.stopExecution({ id })).toMatchObject({ status: "ABORTED" });
    expect(await runner.resumeAll()).toEqual({ resumed: [], stranded: [] });
  });

  test("an iteration that has ended is journaled while its siblings go on", async () => {
    const definition = only({
      Type: "Map",
      ItemProcessor: { StartAt: "W", States: { W: { Type: "Task", Resource: "work", End: true } } },
    });
    const handler: TaskHandler = (n) => (n === 1 ? "ended" : new Promise(() => {}));
    const { runner, clock, journal } = bench(definition, { resources: { work: handler } });
    const { id } = await runner.startExecution({ ...start, input: [1, 2] });
    await clock.settle();
    const children = [{ status: "done", output: "ended" }, { status: "running" }];
    expect(await journal.load(id)).toMatchObject({ root: { stage: { children } } });
    await runner.close();
  });

  test("resuming twice runs nothing twice", async () => {
    const first = bench(only({ Type: "Wait", Seconds: 100 }));
    const { id } = await first.runner.startExecution(start);
    await first.clock.settle();
    await first.runner.resumeAll();
    await first.runner.resumeAll();
    expect(first.clock.pendingTimers).toBe(1);
    await first.clock.until(first.runner.whenEnded(id));
    expect((await eventsOf(first.runner, id)).filter(({ type }) => type === "WaitStateExited")).toHaveLength(
      1,
    );
  });
});

describe("watching", () => {
  test("a listener sees every write in order, a listener that fails harms nobody, and one may leave", async () => {
    const { runner, clock } = bench(two, { resources: { first: () => 1, second: () => 2 } });
    const seen: Transition[] = [];
    const left: Transition[] = [];
    runner.onTransition(() => {
      throw new Error("a bad listener");
    });
    runner.onTransition((transition) => void seen.push(transition));
    runner.onTransition((transition) => void left.push(transition))();
    const { id } = await runner.startExecution(start);
    await clock.until(runner.whenEnded(id));
    expect(seen.flatMap(({ events }) => events)).toEqual(await eventsOf(runner, id));
    expect(seen.map(({ execution }) => execution.status)).toEqual(["RUNNING", "RUNNING", "SUCCEEDED"]);
    expect(left).toEqual([]);
  });

  test("executions are listed newest first, and what is not there is said to be not there", async () => {
    const { runner, clock } = bench(only({ Type: "Wait", Seconds: 10 }));
    for (const name of ["a", "b", "c"]) {
      await runner.startExecution({ ...start, name });
      await clock.advance(4000);
    }
    const names = async (status?: "RUNNING") =>
      (await runner.listExecutions(status === undefined ? {} : { status })).executions.map(
        ({ name }) => name,
      );
    expect(await names()).toEqual(["c", "b", "a"]);
    expect(await names("RUNNING")).toEqual(["c", "b"]);
    await expect(runner.describeExecution("machine:z")).rejects.toMatchObject({
      code: "ExecutionDoesNotExist",
    });
    await runner.close();
  });

  test("a long input is cut in the history, and says so", async () => {
    const { runner, clock } = bench(only({ Type: "Succeed" }));
    const { id } = await runner.startExecution({ ...start, input: "𝄞".repeat(20_000) });
    await clock.until(runner.whenEnded(id));
    const [first] = await eventsOf(runner, id);
    const details = first?.executionStartedEventDetails;
    expect(details?.inputDetails.truncated).toBe(true);
    expect(details?.input.length).toBeLessThanOrEqual(8192);
    expect(details?.input).not.toMatch(/[\uD800-\uDBFF]$/);
    expect((await runner.describeExecution(id)).input).toBe("𝄞".repeat(20_000));
  });

  test("an attempt has the same idempotency key when it is run again after a crash, and another each visit and retry", async () => {
    const keys: string[] = [];
    const definition = {
      StartAt: "W",
      States: {
        W: {
          Type: "Task",
          Resource: "work",
          Retry: [{ ErrorEquals: ["States.ALL"], MaxAttempts: 1 }],
          Next: "Again?",
        },
        "Again?": {
          Type: "Choice",
          Choices: [{ Variable: "$", NumericLessThan: 3, Next: "W" }],
          Default: "Done",
        },
        Done: { Type: "Succeed" },
      },
    };
    let hangs = true;
    const handler: TaskHandler = (_, { idempotencyKey, retryCount }) => {
      keys.push(idempotencyKey);
      if (hangs) return new Promise(() => {});
      if (retryCount === 0) throw new Error("once");
      return keys.length > 4 ? 3 : 1;
    };
    const first = bench(definition, { resources: { work: handler } });
    const { id } = await first.runner.startExecution(start);
    await first.clock.settle();
    await first.runner.close();
    hangs = false;
    const next = bench(definition, {
      clock: first.clock,
      journal: first.journal,
      resources: { work: handler },
    }).runner;
    await next.resumeAll();
    await first.clock.until(next.whenEnded(id));
    const [beforeCrash, afterCrash, ...others] = keys;
    expect(afterCrash).toBe(beforeCrash);
    expect(new Set([beforeCrash, ...others]).size).toBe(others.length + 1);
    expect(others).toHaveLength(3);
  });
});
