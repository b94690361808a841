import { describe, expect, test } from "vitest";
import type { TaskHandler } from "../../packages/local/src/runner/index.ts";
import { FakeClock } from "../../packages/local/test/runner/fake-clock.ts";
import { bench, eventsOf, only, run } from "../../packages/local/test/runner/harness.ts";

type Fields = Readonly<Record<string, unknown>>;
const echo: TaskHandler = (input) => input;
const work = (fields: Fields = {}): Fields => ({
  StartAt: "W",
  States: { W: { Type: "Task", Resource: "work", End: true, ...fields } },
});
const map = (fields: Fields, processor: Fields = work()): unknown =>
  only({ Type: "Map", ItemProcessor: processor, ...fields });
const parallel = (...branches: Fields[]): unknown => only({ Type: "Parallel", Branches: branches });

/** Each call takes a second. */
const slow =
  (clock: FakeClock, log: string[]): TaskHandler =>
  (input) =>
    new Promise((resolve) => {
      log.push(`+${JSON.stringify(input)}`);
      clock.setTimer(1000, () => {
        log.push(`-${JSON.stringify(input)}`);
        resolve(input);
      });
    });

describe("Map State", () => {
  test("§ Map State: gives each item to the ItemProcessor, and the outputs in the order of the items", async () => {
    const clock = new FakeClock();
    const later: TaskHandler = (n) =>
      new Promise((resolve) => clock.setTimer(10_000 - Number(n) * 1000, () => resolve(`done ${Number(n)}`)));
    expect((await run(map({}), [1, 2, 3], { work: later }, { clock })).output).toEqual([
      "done 1",
      "done 2",
      "done 3",
    ]);
  });

  test.each([
    ["ItemsPath", { ItemsPath: "$.l" }, ["a", "b"]],
    ["InputPath before ItemsPath", { InputPath: "$.o", ItemsPath: "$.l" }, ["c"]],
    ["ItemsPath in the context object", { ItemsPath: "$$.Execution.Input.o.l" }, ["c"]],
    [
      "ItemSelector",
      {
        ItemsPath: "$.l",
        ItemSelector: {
          "i.$": "$$.Map.Item.Index",
          "v.$": "$$.Map.Item.Value",
          "all.$": "$.o",
          "f.$": "States.Format('{}!', $$.Map.Item.Value)",
        },
      },
      [
        { i: 0, v: "a", all: { l: ["c"] }, f: "a!" },
        { i: 1, v: "b", all: { l: ["c"] }, f: "b!" },
      ],
    ],
    ["ResultSelector", { ItemsPath: "$.l", ResultSelector: { "n.$": "States.ArrayLength($)" } }, { n: 2 }],
    ["ResultPath", { ItemsPath: "$.o.l", ResultPath: "$.l" }, { l: ["c"], o: { l: ["c"] } }],
    ["an empty array", { ItemsPath: "$.none" }, []],
  ])("§ Map State: %s", async (_, fields, output) => {
    const input = fields["ItemsPath"] === "$.none" ? { none: [] } : { l: ["a", "b"], o: { l: ["c"] } };
    const ended = await run(map(fields), input, { work: echo });
    expect(ended).toMatchObject({ status: "SUCCEEDED" });
    expect(ended.output).toEqual(output);
  });

  test.each([{}, { l: "text" }, { l: { 0: "a" } }, { l: null }])(
    "§ Map State: items in %j are no array: States.Runtime",
    async (input) => {
      expect(await run(map({ ItemsPath: "$.l" }), input, { work: echo })).toMatchObject({
        error: "States.Runtime",
      });
    },
  );

  test.each([
    ["MaxConcurrency 1", { MaxConcurrency: 1 }, 4],
    ["MaxConcurrency 2", { MaxConcurrency: 2 }, 2],
    ["MaxConcurrencyPath", { MaxConcurrencyPath: "$.m" }, 2],
    ["MaxConcurrency 0, which is no limit", { MaxConcurrency: 0 }, 1],
    ["no MaxConcurrency", {}, 1],
  ])("§ Map State: %s", async (_, fields, seconds) => {
    const clock = new FakeClock();
    const log: string[] = [];
    const ended = await run(
      map({ ItemsPath: "$.l", ...fields }),
      { l: [1, 2, 3, 4], m: 2 },
      { work: slow(clock, log) },
      { clock },
    );
    expect((ended.stoppedAt ?? 0) - ended.startedAt).toBe(seconds * 1000);
    expect(log.filter((line) => line.startsWith("+"))).toEqual(["+1", "+2", "+3", "+4"]);
  });

  test("§ Map State: nested states see the item of the innermost Map", async () => {
    const inner = {
      StartAt: "Inner",
      States: {
        Inner: {
          Type: "Map",
          ItemProcessor: {
            StartAt: "P",
            States: {
              P: { Type: "Pass", Parameters: { "v.$": "$$.Map.Item.Value" }, OutputPath: "$.v", Next: "Q" },
              Q: { Type: "Pass", Parameters: { "i.$": "$$.Map.Item.Index", "v.$": "$" }, End: true },
            },
          },
          ResultPath: "$[0]",
          Next: "After",
        },
        After: { Type: "Pass", Parameters: { "inner.$": "$[0]", "outer.$": "$$.Map.Item.Index" }, End: true },
      },
    };
    expect((await run(map({}, inner), [["a"], ["b"]])).output).toEqual([
      { inner: [{ i: 0, v: "a" }], outer: 0 },
      { inner: [{ i: 0, v: "b" }], outer: 1 },
    ]);
  });

  test("§ Map State: the first failure ends it with that error, and stops the other iterations", async () => {
    const entered: unknown[] = [];
    const aborted: number[] = [];
    const processor = {
      StartAt: "First",
      States: {
        First: { Type: "Task", Resource: "first", Next: "Second" },
        Second: { Type: "Task", Resource: "second", End: true },
      },
    };
    const clock = new FakeClock();
    const first: TaskHandler = (n, { signal }) =>
      new Promise((resolve, reject) => {
        signal.addEventListener("abort", () => aborted.push(Number(n)));
        // Does not listen to the signal: it resolves although it was aborted.
        const end = n === 2 ? () => reject(Object.assign(new Error(), { name: "Two" })) : () => resolve(n);
        clock.setTimer(Number(n) * 1000, end);
      });
    const second: TaskHandler = (n) => void entered.push(n);
    const definition = {
      StartAt: "Each",
      States: {
        Each: {
          Type: "Map",
          ItemProcessor: processor,
          Catch: [{ ErrorEquals: ["Two"], Next: "Rest" }],
          End: true,
        },
        Rest: { Type: "Wait", Seconds: 60, End: true },
      },
    };
    const { runner } = bench(definition, { clock, resources: { first, second } });
    const { id } = await runner.startExecution({ machine: "machine", name: "one", input: [1, 2, 3, 4] });
    expect(await clock.until(runner.whenEnded(id))).toMatchObject({ output: { Error: "Two" } });
    expect(entered).toEqual([1]);
    expect(aborted).toEqual([3, 4]);
    const types = (await eventsOf(runner, id)).map(({ type }) => type);
    const count = (type: string): number => types.filter((other) => other === type).length;
    expect(count("MapIterationSucceeded")).toBe(1);
    expect(count("MapIterationFailed")).toBe(1);
    expect(count("MapIterationAborted")).toBe(2);
    expect(count("TaskStateAborted")).toBe(2);
    expect(types.slice(types.indexOf("MapStateFailed"))).not.toContain("TaskStateEntered");
  });

  test("§ Map State: an iteration that has not begun when another fails never begins", async () => {
    const seen: unknown[] = [];
    const failing: TaskHandler = (n) => {
      seen.push(n);
      throw new Error("no");
    };
    expect(await run(map({ MaxConcurrency: 1 }), [1, 2, 3], { work: failing })).toMatchObject({
      status: "FAILED",
    });
    expect(seen).toEqual([1]);
  });

  test("§ Map State: a failure aborts nested maps, branches and waits too", async () => {
    const started: string[] = [];
    const nested = {
      StartAt: "Which?",
      States: {
        "Which?": {
          Type: "Choice",
          Choices: [{ Variable: "$", NumericEquals: 0, Next: "Fail later" }],
          Default: "Both",
        },
        "Fail later": { Type: "Wait", Seconds: 5, Next: "Failed" },
        Failed: { Type: "Fail", Error: "Late" },
        Both: {
          Type: "Parallel",
          Branches: [
            {
              StartAt: "Long",
              States: {
                Long: { Type: "Wait", Seconds: 10, Next: "Then" },
                Then: { Type: "Task", Resource: "work", End: true },
              },
            },
            {
              StartAt: "Hang",
              States: {
                Hang: { Type: "Task", Resource: "hang", Next: "Then too" },
                "Then too": { Type: "Task", Resource: "work", End: true },
              },
            },
          ],
          End: true,
        },
      },
    };
    const definition = {
      StartAt: "Each",
      States: {
        Each: {
          Type: "Map",
          ItemProcessor: nested,
          Catch: [{ ErrorEquals: ["Late"], Next: "Rest" }],
          End: true,
        },
        Rest: { Type: "Wait", Seconds: 100, End: true },
      },
    };
    const hang: TaskHandler = (_, { signal }) =>
      new Promise((resolve) => signal.addEventListener("abort", () => resolve("anyway")));
    const ended = await run(definition, [0, 1], { hang, work: () => void started.push("work") });
    expect(ended).toMatchObject({ status: "SUCCEEDED", output: { Error: "Late" } });
    expect(started).toEqual([]);
  });

  test("§ Map State: Retry runs all iterations again", async () => {
    const seen: unknown[] = [];
    let isFirst = true;
    const once: TaskHandler = (n) => {
      seen.push(n);
      if (n === 2 && isFirst) {
        isFirst = false;
        throw new Error("once");
      }
      return n;
    };
    const ended = await run(map({ MaxConcurrency: 1, Retry: [{ ErrorEquals: ["States.ALL"] }] }), [1, 2, 3], {
      work: once,
    });
    expect(ended.output).toEqual([1, 2, 3]);
    expect(seen).toEqual([1, 2, 1, 2, 3]);
  });

  test("§ Map State: a Catch inside an iteration keeps the Map going", async () => {
    const processor = {
      StartAt: "W",
      States: {
        W: {
          Type: "Task",
          Resource: "work",
          Catch: [{ ErrorEquals: ["States.ALL"], Next: "Mend" }],
          End: true,
        },
        Mend: { Type: "Pass", Result: "mended", End: true },
      },
    };
    const odd: TaskHandler = (n) => {
      if (n === 2) throw new Error("two");
      return n;
    };
    expect((await run(map({}, processor), [1, 2, 3], { work: odd })).output).toEqual([1, "mended", 3]);
  });

  test("§ Map State: an ItemSelector that finds nothing fails the state, and can be caught", async () => {
    const ended = await run(map({ ItemSelector: { "x.$": "$$.Map.Item.Value.x" } }), [{ x: 1 }, {}], {
      work: echo,
    });
    expect(ended).toMatchObject({ status: "FAILED", error: "States.ParameterPathFailure" });
  });

  test("a thousand items are worked through, forty at a time", async () => {
    let now = 0;
    let most = 0;
    const count: TaskHandler = async (n) => {
      most = Math.max(most, ++now);
      await new Promise((resolve) => setImmediate(resolve));
      now--;
      return n;
    };
    const items = Array.from({ length: 1000 }, (_, i) => i);
    expect((await run(map({}), items, { work: count })).output).toEqual(items);
    expect(most).toBe(40);
  });
});

describe("Parallel State", () => {
  test("§ Parallel State: each branch gets the input, and the outputs stand in the order of the branches", async () => {
    const pass = (fields: Fields): Fields => ({
      StartAt: `P${JSON.stringify(fields)}`,
      States: { [`P${JSON.stringify(fields)}`]: { Type: "Pass", End: true, ...fields } },
    });
    const definition = parallel(pass({ Parameters: { "a.$": "$.x" } }), pass({ Result: "b" }), pass({}));
    expect((await run(definition, { x: 1 })).output).toEqual([{ a: 1 }, "b", { x: 1 }]);
  });

  test("§ Parallel State: Parameters, ResultSelector and ResultPath", async () => {
    const definition = only({
      Type: "Parallel",
      Parameters: { "y.$": "$.x" },
      Branches: [work()],
      ResultSelector: { "first.$": "$[0]" },
      ResultPath: "$.r",
    });
    expect((await run(definition, { x: 1 }, { work: echo })).output).toEqual({
      x: 1,
      r: { first: { y: 1 } },
    });
  });

  test("§ Parallel State: the branches run at the same time", async () => {
    const wait = (name: string, seconds: number): Fields => ({
      StartAt: name,
      States: { [name]: { Type: "Wait", Seconds: seconds, End: true } },
    });
    const ended = await run(parallel(wait("A", 10), wait("B", 30), wait("C", 20)));
    expect((ended.stoppedAt ?? 0) - ended.startedAt).toBe(30_000);
  });

  test.each([["E"], ["States.BranchFailed"], ["States.TaskFailed"], ["States.ALL"]])(
    "§ Parallel State: a branch that fails can be caught as %s",
    async (name) => {
      const definition = {
        StartAt: "Both",
        States: {
          Both: {
            Type: "Parallel",
            Branches: [{ StartAt: "F", States: { F: { Type: "Fail", Error: "E", Cause: "c" } } }, work()],
            Catch: [{ ErrorEquals: [name], Next: "Caught" }],
            End: true,
          },
          Caught: { Type: "Succeed" },
        },
      };
      expect((await run(definition, {}, { work: echo })).output).toEqual({ Error: "E", Cause: "c" });
    },
  );

  test("§ Parallel State: a Succeed in a branch ends the branch only", async () => {
    const definition = parallel({ StartAt: "S", States: { S: { Type: "Succeed" } } }, work());
    expect((await run(definition, 1, { work: () => 2 })).output).toEqual([1, 2]);
  });

  test("§ Parallel State: States.Runtime in a branch is not caught outside either", async () => {
    const definition = {
      StartAt: "Both",
      States: {
        Both: {
          Type: "Parallel",
          Branches: [work({ InputPath: "$.missing" })],
          Catch: [{ ErrorEquals: ["States.ALL"], Next: "Caught" }],
          End: true,
        },
        Caught: { Type: "Succeed" },
      },
    };
    expect(await run(definition, {}, { work: echo })).toMatchObject({
      status: "FAILED",
      error: "States.Runtime",
    });
  });

  test("§ Parallel State: when two branches fail in one turn, the first decides", async () => {
    const fail = (name: string): Fields => ({
      StartAt: name,
      States: { [name]: { Type: "Fail", Error: name } },
    });
    const { runner, clock } = bench(parallel(fail("A"), fail("B")));
    const { id } = await runner.startExecution({ machine: "machine", name: "one" });
    expect(await clock.until(runner.whenEnded(id))).toMatchObject({ error: "A" });
    const types = (await eventsOf(runner, id)).map(({ type }) => type);
    expect(types.filter((type) => type === "ParallelStateFailed")).toHaveLength(1);
    expect(types.at(-1)).toBe("ExecutionFailed");
  });
});
