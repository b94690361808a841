import { describe, expect, test } from "vitest";
import type { RunnerErrorCode, TaskHandler } from "../../packages/local/src/runner/index.ts";
import { bench, eventsOf } from "../../packages/local/test/runner/harness.ts";

type Fields = Readonly<Record<string, unknown>>;

const asking = (fields: Fields = {}): unknown => ({
  StartAt: "Ask",
  States: { Ask: { Type: "Task", Resource: "ask.waitForTaskToken", End: true, ...fields } },
});

const begin = async (definition: unknown, onAsk?: TaskHandler) => {
  const tokens: string[] = [];
  const ask: TaskHandler = (input, call) => {
    tokens.push(call.token ?? "");
    return onAsk?.(input, call);
  };
  const made = bench(definition, { resources: { ask } });
  const { id, startedAt } = await made.runner.startExecution({
    machine: "machine",
    name: "one",
    input: { in: 1 },
  });
  await made.clock.settle();
  const ended = () => made.clock.until(made.runner.whenEnded(id));
  /** The same execution in a runner that starts anew. */
  const restart = async () => {
    await made.runner.close();
    const next = bench(definition, { clock: made.clock, journal: made.journal, resources: { ask } });
    await next.runner.resumeAll();
    await next.clock.settle();
    return next.runner;
  };
  return { ...made, id, startedAt, tokens, ended, restart };
};

const refusal = (code: RunnerErrorCode) => ({ name: "RunnerError", code });

describe("Tasks that wait for a token", () => {
  test("§ waitForTaskToken: the output that is sent is the result, whatever the handler returned", async () => {
    const { runner, tokens, ended } = await begin(asking({ ResultPath: "$.said" }), () => "returned");
    await runner.sendTaskSuccess({ token: tokens[0] ?? "", output: { yes: [1, "é"] } });
    expect(await ended()).toMatchObject({ status: "SUCCEEDED", output: { in: 1, said: { yes: [1, "é"] } } });
  });

  test("§ waitForTaskToken: a failure that is sent is an error of the state", async () => {
    const { runner, tokens, ended } = await begin(asking());
    await runner.sendTaskFailure({ token: tokens[0] ?? "", error: "Refused", cause: "no" });
    expect(await ended()).toMatchObject({ status: "FAILED", error: "Refused", cause: "no" });
  });

  test("§ waitForTaskToken: a handler that throws is an error of the state, and its token is void", async () => {
    const { runner, tokens, ended } = await begin(asking(), () => {
      throw Object.assign(new Error(), { name: "Unreachable" });
    });
    expect(await ended()).toMatchObject({ status: "FAILED", error: "Unreachable" });
    const token = tokens[0] ?? "";
    await expect(runner.sendTaskSuccess({ token, output: 1 })).rejects.toMatchObject(refusal("TaskTimedOut"));
  });

  test("§ waitForTaskToken: the token may come back before the handler has returned", async () => {
    const { runner, ended, tokens, clock, id } = await begin(asking(), () => new Promise(() => {}));
    await clock.settle();
    await runner.sendTaskSuccess({ token: tokens[0] ?? "", output: "early" });
    expect(await ended()).toMatchObject({ status: "SUCCEEDED", output: "early" });
    expect((await eventsOf(runner, id)).map(({ type }) => type)).not.toContain("TaskSubmitted");
  });

  test("§ waitForTaskToken: a handler may settle its own token", async () => {
    const definition = asking();
    const made: { settle?: (token: string) => Promise<void> } = {};
    const { runner, ended } = await begin(definition, async (_, { token = "" }) => made.settle?.(token));
    made.settle = (token) => runner.sendTaskSuccess({ token, output: "own" });
    // The first execution ran before `settle` was there; a second one settles itself.
    const { id } = await runner.startExecution({ machine: "machine", name: "two" });
    void ended;
    await new Promise((resolve) => setImmediate(resolve));
    expect(await runner.whenEnded(id)).toMatchObject({ output: "own" });
    await runner.close();
  });

  test("§ waitForTaskToken: a token is good once", async () => {
    const { runner, tokens } = await begin(asking());
    const token = tokens[0] ?? "";
    const answers = await Promise.allSettled([
      runner.sendTaskSuccess({ token, output: 1 }),
      runner.sendTaskSuccess({ token, output: 2 }),
      runner.sendTaskFailure({ token }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "rejected"]);
    await expect(runner.sendTaskHeartbeat({ token })).rejects.toMatchObject(refusal("TaskTimedOut"));
  });

  test.each([
    ["not a token", "InvalidToken"],
    ["", "InvalidToken"],
    [Buffer.from('["machine:one",["x"],"n"]').toString("base64url"), "InvalidToken"],
    [Buffer.from('["machine:none",[],"n"]').toString("base64url"), "TaskDoesNotExist"],
    [Buffer.from('["machine:one",[],"forged"]').toString("base64url"), "TaskTimedOut"],
    [Buffer.from('["machine:one",[3,1],"forged"]').toString("base64url"), "TaskTimedOut"],
  ] as const)("§ SendTaskSuccess: the token %j is refused as %s", async (token, code) => {
    const { runner } = await begin(asking());
    await expect(runner.sendTaskSuccess({ token, output: 1 })).rejects.toMatchObject(refusal(code));
    await expect(runner.sendTaskFailure({ token })).rejects.toMatchObject(refusal(code));
    await expect(runner.sendTaskHeartbeat({ token })).rejects.toMatchObject(refusal(code));
    await runner.close();
  });

  test("§ SendTaskSuccess: an output over the limit is refused, and the token stays good", async () => {
    const { runner, tokens, ended } = await begin(asking());
    const token = tokens[0] ?? "";
    const large = runner.sendTaskSuccess({ token, output: "x".repeat(262_143) });
    await expect(large).rejects.toMatchObject(refusal("InvalidOutput"));
    await runner.sendTaskSuccess({ token, output: "small" });
    expect((await ended()).output).toBe("small");
  });

  test("§ TimeoutSeconds: the wait ends with States.Timeout, and the token is void", async () => {
    const { runner, tokens, ended, startedAt } = await begin(asking({ TimeoutSeconds: 3600 }));
    expect(await ended()).toMatchObject({ error: "States.Timeout", stoppedAt: startedAt + 3_600_000 });
    const late = runner.sendTaskSuccess({ token: tokens[0] ?? "", output: 1 });
    await expect(late).rejects.toMatchObject(refusal("TaskTimedOut"));
  });

  test("§ HeartbeatSeconds: each heartbeat gives the wait as much again", async () => {
    const { runner, tokens, clock, ended, startedAt } = await begin(asking({ HeartbeatSeconds: 60 }));
    const token = tokens[0] ?? "";
    for (let i = 0; i < 3; i++) {
      await clock.advance(50_000);
      await runner.sendTaskHeartbeat({ token });
    }
    expect(await ended()).toMatchObject({ error: "States.HeartbeatTimeout", stoppedAt: startedAt + 210_000 });
  });

  test("§ HeartbeatSeconds: a heartbeat is remembered after a restart", async () => {
    const { runner, tokens, clock, id, startedAt, restart } = await begin(asking({ HeartbeatSeconds: 60 }));
    await clock.advance(50_000);
    await runner.sendTaskHeartbeat({ token: tokens[0] ?? "" });
    const next = await restart();
    expect(await clock.until(next.whenEnded(id))).toMatchObject({ stoppedAt: startedAt + 110_000 });
  });

  test("a wait that a sleeping machine let run out sees it when it is heard of, not when its timer fires", async () => {
    const Retry = [{ ErrorEquals: ["States.HeartbeatTimeout"], IntervalSeconds: 1 }];
    const { runner, tokens, clock, ended } = await begin(asking({ HeartbeatSeconds: 3600, Retry }));
    clock.sleep(7_200_000);
    const late = runner.sendTaskHeartbeat({ token: tokens[0] ?? "" });
    await expect(late).rejects.toMatchObject(refusal("TaskTimedOut"));
    await clock.advance(1_000);
    expect(new Set(tokens).size).toBe(2);
    await runner.sendTaskSuccess({ token: tokens[1] ?? "", output: "awake" });
    expect((await ended()).output).toBe("awake");
  });

  test("§ Retry: each attempt has its own token, and only the last is good", async () => {
    const Retry = [{ ErrorEquals: ["States.Timeout"], MaxAttempts: 1 }];
    const { runner, tokens, clock, ended } = await begin(asking({ TimeoutSeconds: 10, Retry }));
    await clock.advance(11_000);
    expect(new Set(tokens).size).toBe(2);
    const old = runner.sendTaskSuccess({ token: tokens[0] ?? "", output: "old" });
    await expect(old).rejects.toMatchObject(refusal("TaskTimedOut"));
    await runner.sendTaskSuccess({ token: tokens[1] ?? "", output: "new" });
    expect((await ended()).output).toBe("new");
  });

  test("a token is good after a restart, its handler is not called again, and its timeout holds", async () => {
    const { tokens, clock, id, startedAt, restart } = await begin(asking({ TimeoutSeconds: 100 }));
    await clock.advance(40_000);
    let runner = await restart();
    expect(tokens).toHaveLength(1);
    const standing = [{ state: "Ask", stage: "token", until: startedAt + 100_000 }];
    expect(await runner.describeExecution(id)).toMatchObject({ standing });
    runner = await restart();
    await runner.sendTaskSuccess({ token: tokens[0] ?? "", output: "after" });
    expect(await clock.until(runner.whenEnded(id))).toMatchObject({ output: "after" });
  });

  test("a token finds its execution in a runner that has not resumed it", async () => {
    const definition = asking();
    const { tokens, clock, journal, id, runner } = await begin(definition);
    await runner.close();
    const other = bench(definition, { clock, journal, resources: { ask: () => null } }).runner;
    await other.sendTaskSuccess({ token: tokens[0] ?? "", output: "found" });
    expect(await clock.until(other.whenEnded(id))).toMatchObject({ output: "found" });
  });

  test("each iteration of a map waits for its own token", async () => {
    const definition = {
      StartAt: "Each",
      States: {
        Each: { Type: "Map", ItemsPath: "$$.Execution.Input.in", ItemProcessor: asking(), End: true },
      },
    };
    const tokens = new Map<unknown, string>();
    const ask: TaskHandler = (input, { token }) => void tokens.set(input, token ?? "");
    const { runner, clock } = bench(definition, { resources: { ask } });
    const { id } = await runner.startExecution({
      machine: "machine",
      name: "one",
      input: { in: ["a", "b", "c"] },
    });
    await clock.settle();
    for (const item of ["c", "a", "b"]) {
      await runner.sendTaskSuccess({ token: tokens.get(item) ?? "", output: `answer ${item}` });
    }
    expect((await clock.until(runner.whenEnded(id))).output).toEqual(["answer a", "answer b", "answer c"]);
  });

  test("the history does not show the token", async () => {
    const { runner, id, tokens } = await begin(asking({ Parameters: { "t.$": "$$.Task.Token" } }));
    expect(JSON.stringify(await eventsOf(runner, id))).not.toContain(tokens[0]);
    await runner.close();
  });
});
