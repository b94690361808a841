import type { Branch, Step } from "../engine/branch.ts";
import type { State } from "../load/machine.ts";
import { performMap, performParallel } from "./fan.ts";
import { performChoice, performFail, performPass, performSucceed, performWait } from "./simple.ts";
import { performTask } from "./task.ts";

/** Does what a state is for, once. Throws StateFailure and Halted. */
export const perform = (branch: Branch, state: State): Step | Promise<Step> => {
  switch (state.type) {
    case "Task":
      return performTask(branch, state);
    case "Pass":
      return performPass(branch, state);
    case "Choice":
      return performChoice(branch, state);
    case "Wait":
      return performWait(branch, state);
    case "Succeed":
      return performSucceed(branch, state);
    case "Fail":
      return performFail(branch, state);
    case "Parallel":
      return performParallel(branch, state);
    case "Map":
      return performMap(branch, state);
    default:
      return state satisfies never;
  }
};
