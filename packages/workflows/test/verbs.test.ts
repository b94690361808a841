import type { Context } from "@gradus/core";
import { verbNames, verbs, type Verb } from "@gradus/workflows";
import { describe, expect, test } from "vitest";

/** Not one of its ports may be reached: the door is before them. */
const unreachable = new Proxy({} as Context, {
  get: (_, port) => {
    throw new Error(`${String(port)} was reached`);
  },
});

const state = {
  task: "t-1",
  target: "shop",
  phase: 1,
  decision: "remediate",
  settle: 5,
  experts: ["ada"],
};
const inputs: Record<Verb, unknown> = {
  Triage: { task: "t-1" },
  QuickFix: state,
  Research: state,
  AskExpert: { task: "t-1", expert: "ada" },
  Consensus: state,
  RequestApproval: { state, token: "token" },
  Apply: state,
  Verify: state,
  Undo: state,
  Escalate: { task: "t-1" },
  AwaitHuman: { state: { task: "t-1" }, token: "token" },
  Learn: { task: "t-1" },
  Alarm: { task: "t-1" },
};

const fault = (verb: Verb, input: unknown): Promise<string> =>
  Promise.resolve()
    .then(() => verbs[verb](unreachable, input))
    .then(
      () => "nothing was thrown",
      (error: Error) => error.message,
    );

describe("the door of a verb", () => {
  test.each(verbNames)("%s lets through what it is meant for", async (verb) => {
    expect(await fault(verb, inputs[verb])).toMatch(/was reached/);
  });

  test.each(verbNames)("%s refuses what is not its input, and names the place", async (verb) => {
    for (const wrong of [null, undefined, "text", [], {}]) {
      const message = await fault(verb, wrong);
      expect(message).not.toMatch(/was reached|nothing was thrown/);
    }
    expect(await fault(verb, { state: { task: 7 }, token: "x", task: 7 })).toMatch(/task/);
  });

  test.each([
    ["a decision that there is not", { decision: "maybe" }, /decision/],
    ["a phase that there is not", { phase: 5 }, /phase/],
    ["a settle time that is none", { settle: 0 }, /settle/],
    ["an attempt that is none", { attempt: { n: 0 } }, /attempt/],
    [
      "an action with parameters that are no scalars",
      { proposal: { action: { runbook: "r", params: { a: {} } } } },
      /params/,
    ],
  ])("a state with %s is an error that says so", async (_, more, place) => {
    expect(await fault("Apply", { ...state, ...more })).toMatch(place);
  });

  test("what follows a fault copes with whatever is left of the state", async () => {
    for (const verb of ["Escalate", "Learn", "Alarm"] as const)
      expect(await fault(verb, { task: "t-1", fault: { Error: "States.Timeout" } })).toMatch(/was reached/);
  });
});
