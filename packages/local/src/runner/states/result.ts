import type { Branch, Step } from "../engine/branch.ts";
import { scopeOf } from "../engine/branch.ts";
import { limited } from "../engine/limit.ts";
import type { Json } from "../json.ts";
import type { State, WorkingState } from "../load/machine.ts";
import { writePath } from "../path/write.ts";

/** OutputPath, and the limit on what leaves a state. */
export const leave = (branch: Branch, state: State, data: Json): Json => {
  const output = state.output(scopeOf(branch, data));
  return output === branch.frame.input ? output : limited(output, `The output of the state ${state.name}`);
};

/** ResultSelector, ResultPath (into the raw input) and OutputPath (States Language, "Input and Output Processing"). */
export const finish = (branch: Branch, state: WorkingState, result: Json): Step => {
  const selected = state.selector === undefined ? result : state.selector(scopeOf(branch, result));
  const { input } = branch.frame;
  const data = state.resultPath === null ? input : writePath(state.resultPath, input, selected);
  return { output: leave(branch, state, data), next: state.next };
};
