import { type Context, GradusError, messageOf, type Workflows } from "@gradus/core";
import { localNames, remediation, substitute, verbNames, verbs, type Verb } from "@gradus/workflows";
import {
  createRunner,
  type Journal,
  type Json,
  type Runner,
  RunnerError,
  type TaskHandler,
} from "../runner/index.ts";

export const REMEDIATION = "Remediation";
const INVOKE = "arn:aws:states:::lambda:invoke";
const PUBLISH = "arn:aws:states:::sns:publish";

interface WorkflowOptions {
  journal: Journal;
  workers: number;
  /** Called late, because the context itself holds the workflows. */
  context: () => Context;
  log: Context["log"];
}

/** The durable runner with the definitions of packages/workflows and the verbs of core behind their resources. */
export function createWorkflows(options: WorkflowOptions): { workflows: Workflows; runner: Runner } {
  const { log } = options;
  const call =
    (name: Verb): TaskHandler =>
    (input) =>
      verbs[name](options.context(), input);
  const waiting: TaskHandler = async (input, { token }) => {
    const { FunctionName: name, Payload: payload } = input as {
      FunctionName: Verb;
      Payload: Record<string, Json>;
    };
    await verbs[name](options.context(), { ...payload, token });
  };
  const telling: TaskHandler = async (input) => {
    const { Subject: subject, Message: message } = input as { Subject: string; Message: Json };
    log("error", subject, { message });
    await options.context().notify.unwell(subject, JSON.stringify(message));
  };
  const runner = createRunner({
    journal: options.journal,
    machines: { [REMEDIATION]: substitute(remediation, localNames) },
    resources: {
      ...Object.fromEntries(verbNames.map((v) => [v, call(v)])),
      [INVOKE]: waiting,
      [PUBLISH]: telling,
    },
    concurrency: options.workers,
    log: {
      warn: (message, data) => log("warn", message, { ...data }),
      error: (message, data) => log("error", message, { ...data }),
    },
  });
  return { runner, workflows: overRunner(runner, log) };
}

/** Core's port over the runner. A token that no longer waits is an ordinary answer, not a fault. */
function overRunner(runner: Runner, log: Context["log"]): Workflows {
  const send = async (what: () => Promise<void>): Promise<boolean> => {
    try {
      await what();
      return true;
    } catch (error) {
      if (
        error instanceof RunnerError &&
        ["TaskTimedOut", "TaskDoesNotExist", "InvalidToken"].includes(error.code)
      )
        return false;
      throw error;
    }
  };
  return {
    async startRemediation(task) {
      try {
        await runner.startExecution({ machine: REMEDIATION, name: task, input: { task } });
      } catch (error) {
        if (error instanceof RunnerError && error.code === "RunnerClosed") {
          log("info", "a task was opened while Gradus stops; it is worked on at the next start", { task });
          return;
        }
        throw new GradusError(
          "unavailable",
          `the remediation of ${task} could not be started: ${messageOf(error)}`,
          {},
          error,
        );
      }
    },
    answer: (token, output) => send(() => runner.sendTaskSuccess({ token, output })),
    heartbeat: (token) => send(() => runner.sendTaskHeartbeat({ token })),
  };
}
