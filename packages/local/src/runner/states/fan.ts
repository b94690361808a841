import type { Branch, Step } from "../engine/branch.ts";
import { scopeOf } from "../engine/branch.ts";
import { fanOut } from "../engine/fan.ts";
import { limited } from "../engine/limit.ts";
import type { JsonObject } from "../json.ts";
import type { MapState, ParallelState } from "../load/machine.ts";
import { finish } from "./result.ts";
import { inputScope } from "./simple.ts";

/** Parallel state: every branch gets the same input; the result is the array of their outputs. */
export const performParallel = async (branch: Branch, state: ParallelState): Promise<Step> => {
  const scope = inputScope(branch, state);
  const input = state.parameters === undefined ? scope.data : state.parameters(scope);
  limited(input, `The input of the branches of ${state.name}`);
  const result = await fanOut(branch, {
    type: "Parallel",
    name: state.name,
    count: state.branches.length,
    atOnce: state.branches.length,
    flowOf: (index) => state.branches[index],
    inputOf: () => input,
    mapItemOf: () => branch.mapItem,
  });
  return finish(branch, state, limited(result, `The result of ${state.name}`));
};

/** Map state: the items come from the same input after a restart, so only outputs and frames are journaled. */
export const performMap = async (branch: Branch, state: MapState): Promise<Step> => {
  const scope = inputScope(branch, state);
  const items = state.items(scope);
  const mapItemOf = (index: number) => (): JsonObject => ({ Index: index, Value: items[index] ?? null });
  const result = await fanOut(branch, {
    type: "Map",
    name: state.name,
    count: items.length,
    atOnce: state.maxConcurrency(scope),
    flowOf: () => state.processor,
    inputOf: (index) => {
      const own = scopeOf({ ...branch, mapItem: mapItemOf(index) }, scope.data);
      const input = state.itemSelector === undefined ? (items[index] ?? null) : state.itemSelector(own);
      return limited(input, `The input of iteration ${index} of ${state.name}`);
    },
    mapItemOf,
  });
  return finish(branch, state, limited(result, `The result of ${state.name}`));
};
