import type { Branch, Step } from "../engine/branch.ts";
import { beforeWork, scopeOf } from "../engine/branch.ts";
import { limited } from "../engine/limit.ts";
import { encodeToken } from "../engine/token.ts";
import { StateFailure } from "../fault.ts";
import { eventText, outputDetails } from "../history/text.ts";
import type { Stage, TokenStage } from "../journal.ts";
import type { Json } from "../json.ts";
import type { TaskState } from "../load/machine.ts";
import type { Attempt } from "./attempt.ts";
import { resourceOf } from "./attempt.ts";
import { callHandler } from "./call.ts";
import { finish } from "./result.ts";
import { inputScope } from "./simple.ts";
import { waitForToken } from "./token.ts";

/** Task state (States Language, "Task State"). The attempt is journaled before its handler is called. */
export const performTask = async (branch: Branch, state: TaskState): Promise<Step> => {
  const { frame, engine } = branch;
  const earlier = frame.stage.kind === "token" ? frame.stage.nonce : undefined;
  const nonce = state.waitsForToken ? (earlier ?? engine.random.uuid()) : undefined;
  const attempt = prepare(branch, state, nonce);
  const stage = schedule(branch, attempt, nonce);
  await beforeWork(branch);
  const result = await succeed(branch, attempt, stage);
  return finish(branch, state, result);
};

const prepare = (branch: Branch, state: TaskState, nonce: string | undefined): Attempt => {
  const { live, path } = branch;
  const token = nonce === undefined ? undefined : encodeToken({ executionId: live.id, path, nonce });
  const scope = inputScope(branch, state);
  const payload =
    state.parameters === undefined ? scope.data : state.parameters(scopeOf(branch, scope.data, token));
  return {
    state,
    payload: limited(payload, `The input of the task of ${state.name}`),
    token,
    timeoutMs: inMs(state.timeoutSeconds(scope)),
    heartbeatMs: inMs(state.heartbeatSeconds(scope)),
  };
};

const inMs = (seconds: number | undefined): number | undefined =>
  seconds === undefined ? undefined : seconds * 1000;

/** Enters the attempt into the record; one that was under way is left as it is. */
const schedule = ({ frame, live }: Branch, attempt: Attempt, nonce: string | undefined): Stage => {
  if (frame.stage.kind === "working" || frame.stage.kind === "token") return frame.stage;
  const { timeoutMs, heartbeatMs } = attempt;
  frame.stage = nonce === undefined ? { kind: "working" } : newTokenStage(nonce, heartbeatMs);
  live.emit(frame, "TaskScheduled", {
    taskScheduledEventDetails: {
      ...resourceOf(attempt.state),
      parameters: eventText(attempt.payload, attempt.token).text,
      ...(timeoutMs === undefined ? {} : { timeoutInSeconds: timeoutMs / 1000 }),
      ...(heartbeatMs === undefined ? {} : { heartbeatInSeconds: heartbeatMs / 1000 }),
    },
  });
  live.emit(frame, "TaskStarted", { taskStartedEventDetails: resourceOf(attempt.state) });
  return frame.stage;
};

const newTokenStage = (nonce: string, heartbeatMs: number | undefined): TokenStage => ({
  kind: "token",
  nonce,
  submitted: false,
  ...(heartbeatMs === undefined ? {} : { heartbeatMs }),
});

/** The result of the work, with the event that says how it ended. */
const succeed = async (branch: Branch, attempt: Attempt, stage: Stage): Promise<Json> => {
  const { frame, live } = branch;
  try {
    const result =
      stage.kind === "token"
        ? await waitForToken(branch, attempt, stage)
        : await callHandler(branch, attempt);
    limited(result, `The result of the task of ${attempt.state.name}`);
    live.emit(frame, "TaskSucceeded", {
      taskSucceededEventDetails: { ...resourceOf(attempt.state), ...outputDetails(result) },
    });
    return result;
  } catch (fault) {
    if (fault instanceof StateFailure) fail(branch, attempt, fault);
    throw fault;
  }
};

const fail = ({ frame, live, signal }: Branch, { state }: Attempt, { error, reason }: StateFailure): void => {
  if (signal.aborted) return;
  const details = { ...resourceOf(state), error, cause: reason };
  const isTimeout = error === "States.Timeout" || error === "States.HeartbeatTimeout";
  if (isTimeout) live.emit(frame, "TaskTimedOut", { taskTimedOutEventDetails: details });
  else live.emit(frame, "TaskFailed", { taskFailedEventDetails: details });
};
