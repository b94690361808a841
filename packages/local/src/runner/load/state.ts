import type { Json } from "../json.ts";
import { loadMap, loadParallel } from "./fan.ts";
import { Fields } from "./fields.ts";
import type { Loading } from "./loading.ts";
import type { State, StateType } from "./machine.ts";
import type { Place } from "./problem.ts";
import { loadChoice, loadFail, loadPass, loadSucceed } from "./simple.ts";
import { loadTask } from "./task.ts";
import { loadWait } from "./wait.ts";

const LOADERS: Readonly<Record<StateType, (fields: Fields, loading: Loading) => State>> = {
  Task: loadTask,
  Pass: loadPass,
  Choice: loadChoice,
  Wait: loadWait,
  Succeed: loadSucceed,
  Fail: loadFail,
  Parallel: loadParallel,
  Map: loadMap,
};

/** Fields of other state types, and what to write instead. */
const INSTEAD: Readonly<Partial<Record<StateType, Readonly<Record<string, string>>>>> = {
  Map: { Parameters: "ItemSelector" },
  Pass: { ResultSelector: "Parameters" },
};

export const loadState = (place: Place, value: Json, loading: Loading): State | undefined => {
  const fields = Fields.of(value, place);
  if (fields === undefined || !fields.require("Type")) return undefined;
  if (Array.from(place.state).length > 80) place.report("the name of a state has at most 80 characters");
  const type = fields.string("Type");
  if (type === undefined || !isType(type)) {
    if (type !== undefined) {
      place.at("Type").report(`${type} is not a state type`, `one of ${Object.keys(LOADERS).join(", ")}`);
    }
    return undefined;
  }
  const state = LOADERS[type](fields, loading);
  fields.finish(INSTEAD[type]);
  return state;
};

const isType = (type: string): type is StateType => Object.hasOwn(LOADERS, type);
