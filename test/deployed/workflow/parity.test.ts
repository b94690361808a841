import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Course } from "../../workflow/paths/course.ts";
import { walkLocally } from "../../workflow/paths/local.ts";
import { scenarios } from "../../workflow/paths/scenarios/index.ts";
import { type Scenario, taskOf } from "../../workflow/paths/script.ts";
import { haveMiniStack, type MiniStack, startMiniStack } from "../ministack/start.ts";
import { Deployed } from "./deployed.ts";

/** Executions at once: each verb has as many functions running, of some 45 MB each. */
const AT_ONCE = 4;

/**
 * Where MiniStack 1.5.33 is known to differ from AWS, and what is asserted instead. A key is the reason that a scenario
 * of test/workflow/paths gives for running on the local runner alone.
 */
const differences: Readonly<Record<string, { readonly differs: string; readonly instead: string }>> = {
  "throwing wait": {
    differs:
      "a function behind .waitForTaskToken that throws is ignored, and the state waits on for its token",
    instead: "the same Retry and Catch are walked by a token that fails",
  },
  heartbeat: {
    differs: "HeartbeatSeconds is not enforced",
    instead: "the same Catch is walked by TimeoutSeconds",
  },
  "missing path": {
    differs: "a path that selects nothing is null, where AWS and our runner fail the state",
    instead:
      "the panel's own Catch is walked on the local runner only: nothing else can fail a Map of experts",
  },
  "error name": {
    differs: "a thrown error is always Runtime.HandlerError, whatever its name",
    instead: "faults are compared by their message (course.ts), and both are retried as States.TaskFailed",
  },
  "timeout cause": {
    differs: "the cause of a predefined error (States.…) has other words",
    instead: "such faults are compared by their name",
  },
  "map history": {
    differs: "the states inside a Map are not in the history",
    instead:
      "the outer states are compared, the votes, and how often every verb was called, the experts' too",
  },
  pauses: {
    differs: "JitterStrategy and MaxDelaySeconds are ignored, and SFN_WAIT_SCALE=0 leaves no pause at all",
    instead: "the number of attempts is compared; test/conformance has their pauses",
  },
  "failed output": {
    differs: "a failed execution has an output",
    instead: "of a failed execution, error and cause are compared",
  },
  "resource types": {
    differs: "the history says TaskScheduled for a Lambda's ARN, where AWS says LambdaFunctionScheduled",
    instead: "calls are counted by TaskScheduled, as our runner says it too",
  },
};

const shared = scenarios.filter(({ onlyLocally }) => onlyLocally === undefined);

describe.skipIf(!haveMiniStack)("the remediation on Step Functions", () => {
  let ministack: MiniStack;
  let deployed: Deployed;
  const courses = new Map<Scenario, Promise<Course>>();

  beforeAll(async () => {
    ministack = await startMiniStack({ settings: { SFN_WAIT_SCALE: "0", LOG_LEVEL: "WARNING" } });
    deployed = new Deployed(ministack);
    await deployed.setUp();
    // All are under way at once, a few at a time; each test waits for its own.
    const lanes: Promise<unknown>[] = Array.from({ length: AT_ONCE }, () => Promise.resolve());
    shared.forEach((scenario, i) => {
      const course = (lanes[i % AT_ONCE] ?? Promise.resolve()).then(() => deployed.walk(scenario));
      courses.set(scenario, course);
      lanes[i % AT_ONCE] = course.catch(() => undefined);
    });
  });
  afterAll(() => ministack?.stop());

  test.each(shared.map((one) => [one.name, one] as const))("%s, as on one machine", async (_, scenario) => {
    const { course } = await walkLocally(scenario);
    expect(await courses.get(scenario)).toEqual(course);
    expect(course).toMatchObject({ path: scenario.path, end: { status: scenario.ends } });
  });

  test("operators get the same messages over the topic as on one machine", async () => {
    await Promise.allSettled(courses.values());
    const expected = await Promise.all(shared.map(async (one) => (await walkLocally(one)).told));
    expect(expected.flat()).not.toEqual([]);
    expect(await Promise.all(shared.map((one) => deployed.told(taskOf(one))))).toEqual(expected);
  });
});

test("a scenario that runs on one machine alone gives a known difference as its reason", () => {
  const reasons = scenarios.flatMap(({ onlyLocally }) => onlyLocally ?? []);
  expect(reasons.filter((reason) => differences[reason] === undefined)).toEqual([]);
});
