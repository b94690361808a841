import { expect, test } from "vitest";
import { bench, eventsOf, run } from "./harness.ts";

test("a task's result goes on to the next state and becomes the output", async () => {
  const definition = {
    StartAt: "Double",
    States: {
      Double: { Type: "Task", Resource: "double", ResultPath: "$.doubled", Next: "Settle" },
      Settle: { Type: "Wait", Seconds: 30, Next: "Good?" },
      "Good?": {
        Type: "Choice",
        Choices: [{ Variable: "$.doubled", NumericGreaterThan: 3, Next: "Done" }],
        Default: "Bad",
      },
      Done: { Type: "Succeed" },
      Bad: { Type: "Fail", Error: "Bad" },
    },
  };
  const double = (input: unknown): number => (input as { n: number }).n * 2;
  const ended = await run(definition, { n: 2 }, { double });
  expect(ended).toMatchObject({ status: "SUCCEEDED", output: { n: 2, doubled: 4 } });
  expect(ended.stoppedAt).toBe(ended.startedAt + 30_000);
});

test("a map in a parallel branch gives the outputs in order", async () => {
  const definition = {
    StartAt: "Both",
    States: {
      Both: {
        Type: "Parallel",
        Branches: [
          {
            StartAt: "Each",
            States: {
              Each: {
                Type: "Map",
                ItemsPath: "$.list",
                ItemSelector: { "i.$": "$$.Map.Item.Index", "v.$": "$$.Map.Item.Value" },
                ItemProcessor: {
                  StartAt: "Work",
                  States: { Work: { Type: "Task", Resource: "work", End: true } },
                },
                End: true,
              },
            },
          },
          { StartAt: "Constant", States: { Constant: { Type: "Pass", Result: "x", End: true } } },
        ],
        End: true,
      },
    },
  };
  const work = (input: unknown): unknown => input;
  const ended = await run(definition, { list: ["a", "b"] }, { work });
  expect(ended.output).toEqual([
    [
      { i: 0, v: "a" },
      { i: 1, v: "b" },
    ],
    "x",
  ]);
});

test("a token settles the task that waits for it, once", async () => {
  const tokens: string[] = [];
  const definition = {
    StartAt: "Ask",
    States: { Ask: { Type: "Task", Resource: "ask.waitForTaskToken", TimeoutSeconds: 60, End: true } },
  };
  const ask = (_: unknown, { token }: { token?: string }): void => void tokens.push(token ?? "");
  const { runner, clock } = bench(definition, { resources: { ask } });
  const { id } = await runner.startExecution({ machine: "machine", name: "one" });
  await clock.settle();
  const token = tokens[0] ?? "";
  await runner.sendTaskSuccess({ token, output: { yes: true } });
  expect(await clock.until(runner.whenEnded(id))).toMatchObject({
    status: "SUCCEEDED",
    output: { yes: true },
  });
  await expect(runner.sendTaskSuccess({ token, output: 1 })).rejects.toMatchObject({ code: "TaskTimedOut" });
  expect((await eventsOf(runner, id)).map(({ type }) => type)).toEqual([
    "ExecutionStarted",
    "TaskStateEntered",
    "TaskScheduled",
    "TaskStarted",
    "TaskSubmitted",
    "TaskSucceeded",
    "TaskStateExited",
    "ExecutionSucceeded",
  ]);
});
