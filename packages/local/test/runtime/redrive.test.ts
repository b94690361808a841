import { redrive as redriveOver, type Task, type TaskStatus, type TaskSummary } from "@gradus/core";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createProblems } from "../../src/runtime/problems.ts";
import { executionsOf, latestExecution, resume } from "../../src/runtime/redrive.ts";
import { createRedriver } from "../../src/runtime/redriver.ts";
import { REMEDIATION } from "../../src/runtime/workflows.ts";
import { createRunner, type Journal, memoryJournal, type Runner } from "../../src/runner/index.ts";
import { FakeClock } from "../runner/fake-clock.ts";

/** Ends as the task's name says: "ends…" at once, "fails…" with a fault, everything else waits for a token. */
const machine = {
  StartAt: "Which",
  States: {
    Which: {
      Type: "Choice",
      Choices: [
        { Variable: "$.task", StringMatches: "fails*", Next: "Broken" },
        { Variable: "$.task", StringMatches: "ends*", Next: "Done" },
      ],
      Default: "Wait",
    },
    Wait: {
      Type: "Task",
      Resource: "ask.waitForTaskToken",
      Parameters: { "token.$": "$$.Task.Token" },
      End: true,
    },
    Broken: { Type: "Fail", Error: "No" },
    Done: { Type: "Succeed" },
  },
};

const redrive = (of: never, runner: Runner) => redriveOver(of, executionsOf(runner));

let clock: FakeClock;
let journal: Journal;
let runner: Runner;
let asked: string[];
const tasks = new Map<string, TaskStatus>();
const logged: string[] = [];

const boot = (states: unknown = machine): Runner =>
  createRunner({
    journal,
    machines: { [REMEDIATION]: states },
    resources: { ask: async () => void asked.push("asked") },
    clock,
  });
const ctx = {
  log: (_level: string, message: string) => void logged.push(message),
  store: {
    tasks: {
      list: async () => ({ tasks: [...tasks].map(([id, status]) => ({ id, status }) as TaskSummary) }),
      get: async (id: string) => ({ id, status: tasks.get(id), audit: [] as unknown }) as Task,
    },
  },
} as never;

beforeEach(() => {
  clock = new FakeClock();
  journal = memoryJournal();
  asked = [];
  tasks.clear();
  runner = boot();
});
afterEach(() => runner.close());

it("starts an open task without an execution exactly once, however often it is asked", async () => {
  tasks.set("waits", "working");
  const both = await Promise.all([redrive(ctx, runner), redrive(ctx, runner)]);
  expect(both.flatMap((r) => r.restarted)).toEqual(["waits"]);
  await clock.settle();
  expect(await redrive(ctx, runner)).toEqual({ restarted: [], stuck: [] });
  expect(asked).toHaveLength(1);
});

it("does not disturb a task that waits for a person, not even over a restart", async () => {
  tasks.set("waits", "awaiting_human");
  await redrive(ctx, runner);
  await clock.settle();
  await runner.close();
  runner = boot();
  expect(await resume(ctx, runner)).toEqual({ resumed: 1, restarted: [], stuck: [] });
  await clock.settle();
  expect(asked).toHaveLength(1);
  expect((await latestExecution(runner, "waits"))?.status).toBe("RUNNING");
});

it("leaves closed tasks alone", async () => {
  tasks.set("ends", "fixed");
  expect(await redrive(ctx, runner)).toEqual({ restarted: [], stuck: [] });
  expect(await latestExecution(runner, "ends")).toBeUndefined();
});

it("gives a task whose execution has failed another one, and after a few says that a person has to look", async () => {
  tasks.set("fails", "working");
  const problems = createProblems({ onNew: () => undefined, onGone: () => undefined });
  const redriver = createRedriver({ context: ctx, runner, problems });
  for (let n = 0; n < 5; n++) {
    expect(problems.all()).toEqual([]);
    await redriver.redrive();
    await clock.settle();
  }
  await redriver.redrive();
  expect(problems.all()).toEqual([expect.stringContaining("Task fails cannot be brought to an end")]);
  expect((await latestExecution(runner, "fails"))?.name).toBe("fails-r4");
  tasks.set("fails", "resolved");
  await redriver.redrive();
  expect(problems.all()).toEqual([]);
});

it("starts a task again whose execution stands where the definition has no state any more", async () => {
  tasks.set("waits", "working");
  await redrive(ctx, runner);
  await clock.settle();
  await runner.close();
  const { Wait, ...rest } = machine.States;
  runner = boot({ ...machine, States: { ...rest, Ask: Wait, Which: { ...rest.Which, Default: "Ask" } } });
  expect(await resume(ctx, runner)).toEqual({ resumed: 0, restarted: ["waits"], stuck: [] });
  await clock.settle();
  expect((await latestExecution(runner, "waits"))?.name).toBe("waits-r1");
  expect(asked).toHaveLength(2);
});
