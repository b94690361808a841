import type { HistoryEventType } from "../history/event.ts";
import type { Child, Frame } from "../journal.ts";
import type { Flow, State } from "../load/machine.ts";
import type { Live } from "./live.ts";

interface Family {
  readonly type: "Map" | "Parallel";
  readonly name: string;
  readonly children: Child[];
  readonly flowOf: (index: number) => Flow | undefined;
}

/** Writes into the history what became of the children that were under way when one of them failed. */
export const abortChildren = (live: Live, parent: Frame, { type, name, children, flowOf }: Family): void => {
  for (const [index, child] of children.entries()) {
    if (child.status !== "running") continue;
    const { frame } = child;
    const state = flowOf(index)?.states.get(frame.state);
    if (state !== undefined) abortState(live, frame, state);
    if (type === "Map") {
      live.emit(frame, "MapIterationAborted", { mapIterationAbortedEventDetails: { name, index } });
    }
    parent.lastEvent = frame.lastEvent;
    children[index] = { status: "pending" };
  }
};

const ABORTED: Readonly<Partial<Record<State["type"], HistoryEventType>>> = {
  Task: "TaskStateAborted",
  Wait: "WaitStateAborted",
  Map: "MapStateAborted",
  Parallel: "ParallelStateAborted",
};

const abortState = (live: Live, frame: Frame, state: State): void => {
  if (frame.stage.kind === "fanned" && (state.type === "Map" || state.type === "Parallel")) {
    const { children } = frame.stage;
    const flowOf = (index: number): Flow | undefined =>
      state.type === "Map" ? state.processor : state.branches[index];
    abortChildren(live, frame, { type: state.type, name: state.name, children, flowOf });
  }
  const event = ABORTED[state.type];
  if (event !== undefined) live.emit(frame, event);
};
