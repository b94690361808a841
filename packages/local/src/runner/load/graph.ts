import type { Edge } from "./loading.ts";
import type { State } from "./machine.ts";
import type { Place } from "./problem.ts";

interface Graph {
  readonly startAt: string;
  /** All names, also of states that could not be loaded. */
  readonly names: readonly string[];
  readonly states: ReadonlyMap<string, State>;
  readonly edges: readonly Edge[];
}

/** Every target exists, every state can be reached, and some state that can be reached ends the flow. */
export const checkGraph = (place: Place, { startAt, names, states, edges }: Graph): void => {
  const known = new Set(names);
  for (const edge of edges) {
    if (!known.has(edge.to)) edge.place.report(`there is no state ${JSON.stringify(edge.to)} in this flow`);
  }
  if (startAt === "") return;
  if (!known.has(startAt)) {
    place.at("StartAt").report(`there is no state ${JSON.stringify(startAt)} in this flow`);
    return;
  }
  const reached = reach(startAt, edges);
  for (const name of names) {
    if (!reached.has(name)) place.at("States").inState(name).report("cannot be reached from StartAt");
  }
  const ends = [...reached].some((name) => !states.has(name) || isTerminal(states.get(name)));
  if (!ends) place.report("no state that can be reached ends the flow", "End: true, Succeed or Fail");
};

const isTerminal = (state: State | undefined): boolean =>
  state !== undefined && state.type !== "Choice" && state.next === undefined;

const reach = (startAt: string, edges: readonly Edge[]): Set<string> => {
  const reached = new Set([startAt]);
  // A Set is iterated over what is added meanwhile.
  for (const name of reached) {
    for (const edge of edges) if (edge.from === name) reached.add(edge.to);
  }
  return reached;
};
