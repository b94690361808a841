import { localNames, remediation, substitute, verbNames, type Verb } from "@gradus/workflows";
import type { HistoryEvent, TaskHandler } from "../../../packages/local/src/runner/index.ts";
import { type Bench, bench } from "../../../packages/local/test/runner/harness.ts";
import { act, type Stage } from "./act.ts";
import { type Course, courseOf, plain } from "./course.ts";
import { hurried } from "./definition.ts";
import { type Scenario, taskOf } from "./script.ts";

/** How a scenario went, and what the operators' topic got. */
interface Walk {
  readonly course: Course;
  readonly told: readonly unknown[];
  readonly events: readonly HistoryEvent[];
}

/** Walks a scenario on the local runner, on a clock of its own. */
export async function walkLocally(scenario: Scenario): Promise<Walk> {
  const told: unknown[] = [];
  const calls = new Map<string, number>();
  const stage: Stage = {
    calls: async (key) => {
      const before = calls.get(key) ?? 0;
      calls.set(key, before + 1);
      return before;
    },
    succeed: (token, output) => made.runner.sendTaskSuccess({ token, output }),
    fail: (token, error, cause) => made.runner.sendTaskFailure({ token, error, cause }),
    hang: () => new Promise(() => {}),
  };
  const play =
    (verb: Verb): TaskHandler =>
    (input) =>
      act(stage, verb, input as Parameters<typeof act>[2]);
  const made: Bench = bench(
    substitute(scenario.isHurried ? hurried : remediation, {
      ...localNames,
      ...(scenario.isTopicGone ? { OperatorsTopic: "gone" } : {}),
    }),
    {
      resources: {
        ...Object.fromEntries(verbNames.map((verb) => [verb, play(verb)])),
        "arn:aws:states:::lambda:invoke": (input, call) => {
          const { FunctionName, Payload } = input as { FunctionName: Verb; Payload: unknown };
          return play(FunctionName)(Payload as never, call);
        },
        "arn:aws:states:::sns:publish": (input) => {
          const { TopicArn, Subject, Message } = input as Record<string, unknown>;
          if (TopicArn === "gone") throw new Error("Topic does not exist");
          told.push({ Subject, Message });
        },
      },
    },
  );
  const task = taskOf(scenario);
  const { id } = await made.runner.startExecution({ machine: "machine", name: task, input: { task } });
  const end = await made.clock.until(made.runner.whenEnded(id));
  const { events } = await made.runner.getExecutionHistory(id);
  await made.runner.close();
  return { course: courseOf(events, end), told: told.map(plain), events };
}
