import type { Json } from "../json.ts";
import { isObject } from "../json.ts";
import { Fields } from "./fields.ts";
import { checkGraph } from "./graph.ts";
import type { Edge, Loading } from "./loading.ts";
import type { Flow, Machine, State } from "./machine.ts";
import type { Problem } from "./problem.ts";
import { DefinitionError, Place } from "./problem.ts";
import { loadState } from "./state.ts";

/**
 * Compiles a JSONPath definition in the Amazon States Language (https://states-language.net/spec.html).
 * Throws DefinitionError, with every problem, for anything that the runner would not run as the language says.
 */
export const loadMachine = (name: string, definition: Json, resources: Iterable<string>): Machine => {
  const problems: Problem[] = [];
  const place = new Place(problems);
  const load: Load = { resources: new Set(resources), names: new Map() };
  const fields = Fields.of(definition, place);
  const machine = fields && loadTop(name, fields, load);
  if (machine === undefined || problems.length > 0) throw new DefinitionError(name, problems);
  return machine;
};

interface Load {
  readonly resources: ReadonlySet<string>;
  /** Every state name of the machine and where it is first used. */
  readonly names: Map<string, string>;
}

const loadTop = (name: string, fields: Fields, load: Load): Machine => {
  const version = fields.string("Version");
  if (version !== undefined && version !== "1.0")
    fields.place.at("Version").report(`${version} is not supported`, "1.0");
  const timeoutSeconds = fields.integer("TimeoutSeconds", 1);
  return { name, timeoutSeconds, ...loadFlow(fields, load) };
};

/** StartAt and States, in a machine or nested in a state. Names are unique over the whole machine. */
const loadFlow = (fields: Fields, load: Load): Flow => {
  const states = new Map<string, State>();
  const edges: Edge[] = [];
  const startAt = fields.require("StartAt") ? (fields.string("StartAt") ?? "") : "";
  const value = fields.require("States") ? fields.get("States") : {};
  const place = fields.place.at("States");
  if (!isObject(value)) place.report("must be an object");
  for (const [name, definition] of Object.entries(isObject(value) ? value : {})) {
    const here = place.inState(name);
    const first = load.names.get(name);
    if (first !== undefined)
      here.report(`the state name ${name} is already used at ${first}`, "another name");
    load.names.set(name, first ?? here.pointer);
    const state = loadState(here, definition, loadingOf(load, edges));
    if (state !== undefined) states.set(name, state);
  }
  fields.finish();
  if (isObject(value)) checkGraph(fields.place, { startAt, names: Object.keys(value), states, edges });
  return { startAt, states };
};

const loadingOf = (load: Load, edges: Edge[]): Loading => ({
  resources: load.resources,
  edges,
  loadFlow: (place, value, kind) => {
    const fields = Fields.of(value, place);
    if (fields === undefined) return { startAt: "", states: new Map() };
    if (kind === "processor") checkProcessor(fields);
    return loadFlow(fields, load);
  },
});

const checkProcessor = (fields: Fields): void => {
  if (!fields.has("ProcessorConfig")) return;
  const config = Fields.of(fields.get("ProcessorConfig"), fields.place.at("ProcessorConfig"));
  if (config === undefined) return;
  const mode = config.string("Mode") ?? "INLINE";
  if (mode !== "INLINE") {
    config.place.at("Mode").report(`the mode ${mode} is not supported`, `"Mode": "INLINE"`);
    config.get("ExecutionType");
  }
  config.finish();
};
