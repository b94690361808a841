import { describe, expect, test } from "vitest";
import { only, run } from "../../packages/local/test/runner/harness.ts";

type State = Readonly<Record<string, unknown>>;
const echo = (input: unknown): unknown => input;

const DATA = {
  a: { b: [10, 20, { c: "deep" }], "odd key": 1, "it's": 2 },
  list: [{ n: 1, s: "x" }, { n: 2, s: "y" }, { n: 3 }],
  zero: 0,
  no: false,
  nil: null,
  text: "t",
};

describe("Paths", () => {
  test.each([
    ["$", DATA],
    ["$.a.b[0]", 10],
    ["$.a.b[2].c", "deep"],
    ["$['a']['b'][1]", 20],
    ["$.a['odd key']", 1],
    ["$.a['it\\'s']", 2],
    ['$["text"]', "t"],
    ["$.a.b[-1].c", "deep"],
    ["$.zero", 0],
    ["$.no", false],
    ["$.nil", null],
    ["$.list[*].n", [1, 2, 3]],
    ["$.list[0:2].n", [1, 2]],
    ["$.list[-2:].n", [2, 3]],
    ["$.list[::2].n", [1, 3]],
    ["$.list[0,2].n", [1, 3]],
    ["$.list[0]['n','s']", [1, "x"]],
    ["$..n", [1, 2, 3]],
    ["$.list[?(@.n > 1)].n", [2, 3]],
    ["$.list[?(@.s == 'y' || @.n == 3)].n", [2, 3]],
    ["$.list[?(@.s)].n", [1, 2]],
    ["$.list[?(!(@.s) && @.n >= 3)].n", [3]],
    ["$.list[?(@.n == $.list[1].n)].s", ["y"]],
    ["$.missing[*]", []],
  ])("§ Paths: %s reads %j", async (path, value) => {
    const ended = await run(only({ Type: "Pass", Parameters: { "v.$": path } }), DATA);
    expect(ended).toMatchObject({ status: "SUCCEEDED", output: { v: value } });
  });

  test.each([
    "$.missing",
    "$.a.b[7]",
    "$.text.length",
    "$.a.b.length",
    "$.constructor",
    "$.a.toString",
    "$.nil.x",
    "$.list.n",
  ])("§ Paths: %s finds nothing, and that fails with States.ParameterPathFailure", async (path) => {
    const ended = await run(only({ Type: "Pass", Parameters: { "v.$": path } }), DATA);
    expect(ended).toMatchObject({ status: "FAILED", error: "States.ParameterPathFailure" });
  });

  test.each(["$.missing", "$$.Execution.Input.missing"])(
    "§ InputPath: %s finds nothing, and that is States.Runtime, which no Catch takes",
    async (path) => {
      const catching = { Catch: [{ ErrorEquals: ["States.ALL"], Next: "Caught" }] };
      const definition = {
        StartAt: "Only",
        States: {
          Only: { Type: "Task", Resource: "echo", InputPath: path, End: true, ...catching },
          Caught: { Type: "Succeed" },
        },
      };
      expect(await run(definition, DATA, { echo })).toMatchObject({
        status: "FAILED",
        error: "States.Runtime",
      });
    },
  );
});

describe("Input and Output Processing", () => {
  const RAW = { keep: 1, in: { x: 2 } };
  const cases: readonly (readonly [string, State, unknown])[] = [
    ["without fields the result replaces the input", {}, RAW],
    ["InputPath selects", { InputPath: "$.in" }, { x: 2 }],
    ["InputPath null is {}", { InputPath: null }, {}],
    ["InputPath reads the context object", { InputPath: "$$.Execution.Input.in" }, { x: 2 }],
    ["Parameters build the payload", { Parameters: { fixed: true, "x.$": "$.in.x" } }, { fixed: true, x: 2 }],
    ["Parameters come after InputPath", { InputPath: "$.in", Parameters: { "y.$": "$.x" } }, { y: 2 }],
    [
      "Parameters go into arrays",
      { Parameters: { l: [{ "x.$": "$.in.x" }, "$.in.x"] } },
      { l: [{ x: 2 }, "$.in.x"] },
    ],
    ["a name without .$ keeps its text", { Parameters: { x: "$.in.x" } }, { x: "$.in.x" }],
    ["ResultSelector builds from the result", { ResultSelector: { "k.$": "$.keep" } }, { k: 1 }],
    [
      "ResultPath adds to the raw input",
      { InputPath: "$.in", ResultPath: "$.out" },
      { ...RAW, out: { x: 2 } },
    ],
    ["ResultPath replaces", { InputPath: "$.in", ResultPath: "$.keep" }, { keep: { x: 2 }, in: { x: 2 } }],
    [
      "ResultPath makes what is missing",
      { InputPath: "$.keep", ResultPath: "$.p.q.r" },
      { ...RAW, p: { q: { r: 1 } } },
    ],
    ["ResultPath null discards the result", { Parameters: { other: 1 }, ResultPath: null }, RAW],
    ["OutputPath selects", { OutputPath: "$.in" }, { x: 2 }],
    ["OutputPath null is {}", { OutputPath: null }, {}],
    [
      "all in their order",
      {
        InputPath: "$.in",
        Parameters: { "p.$": "$.x" },
        ResultSelector: { "s.$": "$.p" },
        ResultPath: "$.r",
        OutputPath: "$.r",
      },
      { s: 2 },
    ],
  ];
  test.each(cases)("§ Input and Output Processing: %s", async (_, fields, output) => {
    const ended = await run(only({ Type: "Task", Resource: "echo", ...fields }), RAW, { echo });
    expect(ended).toMatchObject({ status: "SUCCEEDED" });
    expect(ended.output).toEqual(output);
  });

  test("§ ResultPath: an element of an array is replaced", async () => {
    const state = { Type: "Pass", Result: "new", ResultPath: "$.l[1]" };
    expect((await run(only(state), { l: [1, 2, 3] })).output).toEqual({ l: [1, "new", 3] });
  });

  test.each([
    ["$.text.x", { text: "t" }],
    ["$.l[3]", { l: [1] }],
    ["$.l.x", { l: [1] }],
    ["$.o[0]", { o: {} }],
    ["$.x", "not an object"],
    ["$.x", [1]],
    ["$.nil.x", { nil: null }],
  ])("§ ResultPath: %s does not fit %j: States.ResultPathMatchFailure", async (path, input) => {
    const ended = await run(only({ Type: "Pass", Result: 1, ResultPath: path }), input);
    expect(ended).toMatchObject({ status: "FAILED", error: "States.ResultPathMatchFailure" });
  });

  test("§ Payload Template: a key called __proto__ is data like any other", async () => {
    const input = JSON.parse('{"__proto__":{"polluted":true}}') as unknown;
    const ended = await run(only({ Type: "Pass", Result: 1, ResultPath: "$['__proto__'].n" }), input);
    expect(JSON.stringify(ended.output)).toBe('{"__proto__":{"polluted":true,"n":1}}');
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });

  test("§ Pass State: Result is the output, and Parameters without it", async () => {
    expect((await run(only({ Type: "Pass", Result: { "not.$": "$.read" } }))).output).toEqual({
      "not.$": "$.read",
    });
    expect((await run(only({ Type: "Pass", Result: null }))).output).toBeNull();
  });

  test("§ Succeed State: passes its input through InputPath and OutputPath", async () => {
    const state = { Type: "Succeed", InputPath: "$.a", OutputPath: "$.b" };
    expect((await run(only(state), { a: { b: [1] } })).output).toEqual([1]);
  });

  test("a state cannot change the input that others see", async () => {
    const spoil = (input: unknown): string => {
      (input as { x: number }).x = 99;
      return "spoilt";
    };
    const ended = await run(
      only({ Type: "Task", Resource: "spoil", ResultPath: "$.r" }),
      { x: 1 },
      { spoil },
    );
    expect(ended.output).toEqual({ x: 1, r: "spoilt" });
  });

  test.each([
    [undefined, null],
    [new Date(0), "1970-01-01T00:00:00.000Z"],
    [{ a: undefined, b: () => 1 }, {}],
    [Number.NaN, null],
  ])("a task's result %s becomes the JSON %j", async (result, output) => {
    expect((await run(only({ Type: "Task", Resource: "give" }), {}, { give: () => result })).output).toEqual(
      output,
    );
  });
});

describe("The Context Object", () => {
  test("§ Context Object: tells of the execution, the machine and the state", async () => {
    const ended = await run(only({ Type: "Pass", Parameters: { "all.$": "$$" } }), { in: 1 });
    const at = new Date(ended.startedAt).toISOString();
    expect(ended.output).toEqual({
      all: {
        Execution: { Id: "machine:one", Input: { in: 1 }, Name: "one", StartTime: at },
        StateMachine: { Id: "machine", Name: "machine" },
        State: { Name: "Only", EnteredTime: at, RetryCount: 0 },
      },
    });
  });

  test("§ Context Object: counts retries", async () => {
    const state = {
      Type: "Task",
      Resource: "third",
      Parameters: { "n.$": "$$.State.RetryCount" },
      Retry: [{ ErrorEquals: ["States.ALL"] }],
    };
    const third = (input: unknown): unknown => {
      if ((input as { n: number }).n < 2) throw new Error("again");
      return input;
    };
    expect((await run(only(state), {}, { third })).output).toEqual({ n: 2 });
  });

  test("§ Context Object: a task finds its token, and the state entered its time", async () => {
    const definition = {
      StartAt: "Pause",
      States: {
        Pause: { Type: "Wait", Seconds: 5, Next: "Ask" },
        Ask: {
          Type: "Task",
          Resource: "ask.waitForTaskToken",
          Parameters: { "token.$": "$$.Task.Token", "at.$": "$$.State.EnteredTime" },
          TimeoutSeconds: 10,
          End: true,
        },
      },
    };
    const asked: unknown[] = [];
    const ended = await run(
      definition,
      {},
      {
        ask: (input, { token }) => void asked.push(input, token),
      },
    );
    const [input, token] = asked as [{ token: string; at: string }, string];
    expect(input.token).toBe(token);
    expect(Date.parse(input.at)).toBe(ended.startedAt + 5000);
  });
});
