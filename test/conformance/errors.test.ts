import { describe, expect, test } from "vitest";
import type { TaskHandler } from "../../packages/local/src/runner/index.ts";
import { bench, eventsOf, fakeRandom, only, run } from "../../packages/local/test/runner/harness.ts";

type Fields = Readonly<Record<string, unknown>>;

const failing =
  (name: string, times = Number.POSITIVE_INFINITY): TaskHandler =>
  (_, { retryCount }) => {
    if (retryCount < times) throw Object.assign(new Error(`as ${name}`), { name });
    return { after: retryCount };
  };

const task = (fields: Fields): unknown => only({ Type: "Task", Resource: "work", ...fields });

const catching = (catchers: unknown, fields: Fields = {}): unknown => ({
  StartAt: "Work",
  States: {
    Work: { Type: "Task", Resource: "work", Catch: catchers, End: true, ...fields },
    Caught: { Type: "Succeed" },
    Other: { Type: "Pass", Result: "other", End: true },
  },
});
const toCaught = (...errors: string[]): unknown[] => [{ ErrorEquals: errors, Next: "Caught" }];
const definitionFor = (catchers: unknown[]): unknown => {
  const definition = catching(catchers) as { States: Record<string, unknown> };
  delete definition.States["Other"];
  return definition;
};

describe("Errors", () => {
  test("§ Errors: a thrown error fails the execution with its name and Lambda's cause", async () => {
    const ended = await run(task({}), {}, { work: failing("Odd") });
    expect(ended).toMatchObject({ status: "FAILED", error: "Odd" });
    expect(JSON.parse(ended.cause ?? "")).toEqual({ errorType: "Odd", errorMessage: "as Odd" });
  });

  test("§ Errors: what is thrown and is no Error is named by its type", async () => {
    const work = (): never => {
      // oxlint-disable-next-line typescript/only-throw-error
      throw "a string";
    };
    expect(await run(task({}), {}, { work })).toMatchObject({ status: "FAILED", error: "string" });
  });

  test("§ Errors: a result that is not JSON is an error", async () => {
    const ended = await run(task({}), {}, { work: () => 1n });
    expect(ended).toMatchObject({ status: "FAILED", error: "Runtime.MarshalError" });
  });

  test("§ Fail State: ends with its Error and Cause", async () => {
    const state = { StartAt: "F", States: { F: { Type: "Fail", Error: "E", Cause: "because" } } };
    expect(await run(state)).toMatchObject({ status: "FAILED", error: "E", cause: "because" });
  });

  test("§ Fail State: ErrorPath and CausePath read a path or an intrinsic", async () => {
    const state = {
      StartAt: "F",
      States: { F: { Type: "Fail", ErrorPath: "$.e", CausePath: "States.Format('was {}', $.c)" } },
    };
    expect(await run(state, { e: "E", c: 1 })).toMatchObject({ error: "E", cause: "was 1" });
    expect(await run(state, { e: 1, c: 1 })).toMatchObject({ error: "States.Runtime" });
  });
});

describe("Retry", () => {
  const pauses = async (retrier: Fields, times: number, fraction = 0.5): Promise<number[]> => {
    const random = fakeRandom(fraction);
    const { runner, clock } = bench(task({ Retry: [{ ErrorEquals: ["E"], ...retrier }] }), {
      resources: { work: failing("E", times) },
      random,
    });
    const { id } = await runner.startExecution({ machine: "machine", name: "one" });
    await clock.until(runner.whenEnded(id));
    const at = (await eventsOf(runner, id))
      .filter(({ type }) => type === "TaskScheduled")
      .map(({ timestamp }) => Date.parse(timestamp));
    await runner.close();
    return at.slice(1).map((time, i) => (time - (at[i] ?? 0)) / 1000);
  };

  test.each([
    ["the defaults: 1 s, doubled, three times", {}, [1, 2, 4]],
    ["IntervalSeconds and BackoffRate", { IntervalSeconds: 3, BackoffRate: 1.5 }, [3, 4.5, 6.75]],
    ["BackoffRate 1", { IntervalSeconds: 2, BackoffRate: 1 }, [2, 2, 2]],
    ["MaxAttempts", { MaxAttempts: 5 }, [1, 2, 4, 8, 16]],
    ["MaxAttempts 0", { MaxAttempts: 0 }, []],
    ["MaxDelaySeconds", { MaxAttempts: 5, MaxDelaySeconds: 5 }, [1, 2, 4, 5, 5]],
    ["JitterStrategy FULL", { JitterStrategy: "FULL" }, [0.5, 1, 2]],
    ["JitterStrategy NONE", { JitterStrategy: "NONE" }, [1, 2, 4]],
  ])("§ Retrying after error: %s", async (_, retrier, seconds) => {
    expect(await pauses(retrier, 99)).toEqual(seconds);
  });

  test("§ Retrying after error: stops with the first success", async () => {
    expect(await pauses({}, 2)).toEqual([1, 2]);
  });

  test("§ Retrying after error: each retrier counts for itself, and the first that matches decides", async () => {
    const seen: string[] = [];
    const work: TaskHandler = (_, { retryCount }) => {
      const name = ["A", "B", "A", "A"][retryCount] ?? "A";
      seen.push(name);
      throw Object.assign(new Error(), { name });
    };
    const Retry = [
      { ErrorEquals: ["A"], MaxAttempts: 2 },
      { ErrorEquals: ["B"], MaxAttempts: 1 },
      { ErrorEquals: ["States.ALL"], MaxAttempts: 9 },
    ];
    expect(await run(task({ Retry }), {}, { work })).toMatchObject({ error: "A" });
    expect(seen).toEqual(["A", "B", "A", "A"]);
  });

  test("§ Retrying after error: counters start anew when the state is entered again", async () => {
    let calls = 0;
    const work: TaskHandler = () => {
      if (++calls % 3 !== 0) throw Object.assign(new Error(), { name: "E" });
      return calls;
    };
    const definition = {
      StartAt: "Work",
      States: {
        Work: {
          Type: "Task",
          Resource: "work",
          Retry: [{ ErrorEquals: ["E"], MaxAttempts: 2 }],
          Next: "Again?",
        },
        "Again?": {
          Type: "Choice",
          Choices: [{ Variable: "$", NumericLessThan: 9, Next: "Work" }],
          Default: "Done",
        },
        Done: { Type: "Succeed" },
      },
    };
    expect(await run(definition, {}, { work })).toMatchObject({ status: "SUCCEEDED", output: 9 });
  });

  test("§ Retrying after error: retries come before catchers", async () => {
    const definition = catching([{ ErrorEquals: ["E"], ResultPath: "$.x", Next: "Caught" }], {
      Retry: [{ ErrorEquals: ["States.ALL"], MaxAttempts: 1 }],
    }) as { States: Record<string, unknown> };
    delete definition.States["Other"];
    let calls = 0;
    const work: TaskHandler = (...args) => (calls++, failing("E")(...args));
    expect(await run(definition, {}, { work })).toMatchObject({ status: "SUCCEEDED" });
    expect(calls).toBe(2);
  });
});

describe("Catch", () => {
  test("§ Fallback states: the error output replaces the input by default", async () => {
    const ended = await run(definitionFor(toCaught("E")), { in: 1 }, { work: failing("E") });
    expect(ended.output).toEqual({ Error: "E", Cause: '{"errorType":"E","errorMessage":"as E"}' });
  });

  test.each([
    ["$.error", { in: 1, error: { Error: "E", Cause: expect.any(String) as unknown } }],
    [null, { in: 1 }],
    ["$.in", { in: { Error: "E", Cause: expect.any(String) as unknown } }],
  ])("§ Fallback states: ResultPath %j puts it into the raw input", async (ResultPath, output) => {
    const catchers = [{ ErrorEquals: ["E"], ResultPath, Next: "Caught" }];
    const definition = definitionFor(catchers) as { States: { Work: Record<string, unknown> } };
    definition.States.Work["InputPath"] = "$.in";
    expect((await run(definition, { in: 1 }, { work: failing("E") })).output).toEqual(output);
  });

  test("§ Fallback states: the first catcher that matches decides", async () => {
    const catchers = [
      { ErrorEquals: ["X"], Next: "Caught" },
      { ErrorEquals: ["Y", "E"], Next: "Other" },
      { ErrorEquals: ["States.ALL"], Next: "Caught" },
    ];
    expect((await run(catching(catchers), {}, { work: failing("E") })).output).toBe("other");
  });

  test.each([
    ["E", ["E"], true],
    ["E", ["e"], false],
    ["E", ["States.ALL"], true],
    ["E", ["States.TaskFailed"], true],
    ["E", ["States.Timeout"], false],
    ["States.Timeout", ["States.Timeout"], true],
    ["States.Timeout", ["States.ALL"], true],
    ["States.Timeout", ["States.TaskFailed"], false],
    ["States.HeartbeatTimeout", ["States.HeartbeatTimeout"], true],
    ["States.HeartbeatTimeout", ["States.Timeout"], true],
    ["States.HeartbeatTimeout", ["States.TaskFailed"], false],
    ["States.Timeout", ["States.HeartbeatTimeout"], false],
    ["States.Permissions", ["States.TaskFailed"], true],
    ["States.DataLimitExceeded", ["States.ALL"], false],
    ["States.DataLimitExceeded", ["States.TaskFailed"], false],
    ["States.DataLimitExceeded", ["States.DataLimitExceeded"], true],
    ["States.Runtime", ["States.ALL"], false],
    ["States.Runtime", ["States.TaskFailed"], false],
    ["States.Runtime", ["States.Runtime"], false],
  ])("§ Predefined Error Codes: %s is one of %j: %j", async (name, errors, isCaught) => {
    const ended = await run(definitionFor(toCaught(...errors)), {}, { work: failing(name) });
    expect(ended.status).toBe(isCaught ? "SUCCEEDED" : "FAILED");
    const retried: number[] = [];
    const work: TaskHandler = (input, call) => (retried.push(call.retryCount), failing(name)(input, call));
    await run(task({ Retry: [{ ErrorEquals: errors, MaxAttempts: 1 }] }), {}, { work });
    expect(retried).toEqual(isCaught ? [0, 1] : [0]);
  });

  test("§ Fallback states: an error of Parameters, ResultSelector or ResultPath is caught as well", async () => {
    for (const fields of [
      { Parameters: { "x.$": "$.missing" } },
      { ResultSelector: { "x.$": "$.missing" } },
      { ResultPath: "$.in.deeper" },
    ]) {
      const definition = definitionFor([
        { ErrorEquals: ["States.ALL"], ResultPath: "$.error", Next: "Caught" },
      ]) as {
        States: { Work: Record<string, unknown> };
      };
      Object.assign(definition.States.Work, fields);
      const ended = await run(definition, { in: 1 }, { work: () => ({}) });
      expect(ended).toMatchObject({ status: "SUCCEEDED", output: { in: 1 } });
    }
  });
});

describe("Payload limit", () => {
  const LIMIT = 262_144;
  const text = (bytes: number): string => "x".repeat(bytes - 2);

  test.each([
    ["ASCII", text(LIMIT), "SUCCEEDED"],
    ["ASCII", text(LIMIT + 1), "FAILED"],
    ["two bytes a character", "é".repeat((LIMIT - 2) / 2), "SUCCEEDED"],
    ["two bytes a character", "é".repeat(LIMIT / 2), "FAILED"],
  ])("§ Data limits: a result of %s is counted in UTF-8 bytes", async (_, result, status) => {
    const ended = await run(task({}), {}, { work: () => result });
    expect(ended.status).toBe(status);
    if (status === "FAILED") expect(ended.error).toBe("States.DataLimitExceeded");
  });

  test("§ Data limits: what states build from smaller parts is counted too", async () => {
    const double = { Type: "Pass", Parameters: { "a.$": "$.s", "b.$": "$.s" } };
    expect(await run(only(double), { s: text(200_000) })).toMatchObject({
      error: "States.DataLimitExceeded",
    });
  });

  test("§ Data limits: States.ALL does not catch it", async () => {
    const ended = await run(definitionFor(toCaught("States.ALL")), {}, { work: () => text(LIMIT + 1) });
    expect(ended).toMatchObject({ status: "FAILED", error: "States.DataLimitExceeded" });
  });

  test("§ Data limits: a larger input starts nothing", async () => {
    const { runner } = bench(only({ Type: "Succeed" }));
    const start = (input: string) => runner.startExecution({ machine: "machine", name: "one", input });
    await expect(start(text(LIMIT + 1))).rejects.toMatchObject({ code: "InvalidExecutionInput" });
    expect(await start(text(LIMIT))).toMatchObject({ isNew: true });
    await runner.close();
  });
});
