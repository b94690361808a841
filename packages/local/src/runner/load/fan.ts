import { runtimeFault } from "../fault.ts";
import type { Json } from "../json.ts";
import { maybe } from "../path/compile.ts";
import type { Read } from "../scope.ts";
import { numberOrPath, templateField, working } from "./common.ts";
import { referenceField, template } from "./expression.ts";
import { Fields } from "./fields.ts";
import type { Loading } from "./loading.ts";
import type { MapState, ParallelState } from "./machine.ts";

/** What AWS runs at once when MaxConcurrency is 0 or absent. */
const MOST_ITERATIONS = 40;

/** Parallel state (States Language, "Parallel State"). */
export const loadParallel = (fields: Fields, loading: Loading): ParallelState => {
  fields.require("Branches");
  const list = fields.array("Branches") ?? [];
  if (fields.has("Branches") && list.length === 0)
    fields.place.at("Branches").report("must hold at least one branch");
  return {
    type: "Parallel",
    ...working(fields, loading),
    parameters: templateField(fields, "Parameters"),
    branches: list.map((branch, i) => loading.loadFlow(fields.place.at("Branches", i), branch, "branch")),
  };
};

/** Map state, inline (States Language, "Map State"). */
export const loadMap = (fields: Fields, loading: Loading): MapState => {
  fields.require("ItemProcessor");
  const place = fields.place.inMap();
  const selector = fields.get("ItemSelector");
  return {
    type: "Map",
    ...working(fields, loading),
    items: loadItems(fields),
    itemSelector: selector === undefined ? undefined : template(place.at("ItemSelector"), selector),
    processor: loading.loadFlow(place.at("ItemProcessor"), fields.get("ItemProcessor"), "processor"),
    maxConcurrency: loadConcurrency(fields),
  };
};

const loadItems = (fields: Fields): Read<Json[]> => {
  const path = referenceField(fields, "ItemsPath");
  const read: Read<Json | undefined> = path === undefined ? ({ data }) => data : maybe(path);
  return (scope) => {
    const items = read(scope);
    if (Array.isArray(items)) return items;
    throw runtimeFault(`ItemsPath ${path?.text ?? "$"} must select an array`);
  };
};

const clamp = (value: number): number => (value === 0 ? MOST_ITERATIONS : Math.min(value, MOST_ITERATIONS));

const loadConcurrency = (fields: Fields): Read<number> => {
  const { fixed, path } = numberOrPath(fields, "MaxConcurrency", { least: 0 });
  if (path === undefined) return () => clamp(fixed ?? 0);
  const read = maybe(path);
  return (scope) => {
    const value = read(scope);
    if (Number.isInteger(value) && Number(value) >= 0) return clamp(Number(value));
    throw runtimeFault(`MaxConcurrencyPath ${path.text} must select an integer of at least 0`);
  };
};
