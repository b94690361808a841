import type { Branch, Step } from "../engine/branch.ts";
import { beforeWork, scopeOf } from "../engine/branch.ts";
import { sleepUntil } from "../engine/signal.ts";
import { runtimeFault, StateFailure } from "../fault.ts";
import type { Json } from "../json.ts";
import type { ChoiceState, FailState, PassState, SucceedState, WaitState } from "../load/machine.ts";
import { writePath } from "../path/write.ts";
import type { Read, Scope } from "../scope.ts";
import { leave } from "./result.ts";

/** The scope of a state after its InputPath. */
export const inputScope = (branch: Branch, state: { readonly input: Read }): Scope =>
  scopeOf(branch, state.input(scopeOf(branch, branch.frame.input)));

export const performPass = (branch: Branch, state: PassState): Step => {
  const scope = inputScope(branch, state);
  const parameters = state.parameters === undefined ? scope.data : state.parameters(scope);
  const result = state.result === undefined ? parameters : state.result;
  const { input } = branch.frame;
  const data = state.resultPath === null ? input : writePath(state.resultPath, input, result);
  return { output: leave(branch, state, data), next: state.next };
};

export const performSucceed = (branch: Branch, state: SucceedState): Step => ({
  output: leave(branch, state, inputScope(branch, state).data),
  next: undefined,
});

export const performFail = (branch: Branch, state: FailState): never => {
  const scope = inputScope(branch, state);
  throw new StateFailure(textOf(state.error, scope, "ErrorPath"), textOf(state.cause, scope, "CausePath"));
};

const textOf = (read: Read | undefined, scope: Scope, field: string): string => {
  const value: Json = read === undefined ? "" : read(scope);
  if (typeof value === "string") return value;
  throw runtimeFault(`${field} must select a string, not ${JSON.stringify(value)}`);
};

export const performChoice = (branch: Branch, state: ChoiceState): Step => {
  const scope = inputScope(branch, state);
  const next = state.rules.find(({ test }) => test(scope))?.next ?? state.otherwise;
  if (next === undefined)
    throw new StateFailure("States.NoChoiceMatched", `No rule of ${state.name} matched`);
  return { output: leave(branch, state, scope.data), next };
};

/** The deadline is journaled when the wait begins, and holds after a restart. */
export const performWait = async (branch: Branch, state: WaitState): Promise<Step> => {
  const { frame, live, engine, signal } = branch;
  const scope = inputScope(branch, state);
  if (frame.stage.kind !== "waiting") {
    frame.stage = { kind: "waiting", until: state.until(scope, frame.enteredAt) };
    live.touch();
  }
  const { until } = frame.stage;
  if (until > engine.clock.now()) {
    await beforeWork(branch);
    await sleepUntil(engine.clock, until, signal);
  }
  return { output: leave(branch, state, scope.data), next: state.next };
};
