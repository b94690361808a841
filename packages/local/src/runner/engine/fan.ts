import { Halted, runtimeFault, StateFailure } from "../fault.ts";
import type { Child } from "../journal.ts";
import type { Json, JsonObject } from "../json.ts";
import type { Flow } from "../load/machine.ts";
import { abortChildren } from "./abort.ts";
import type { Branch } from "./branch.ts";
import { enter, newFrame } from "./branch.ts";
import { childController, throwIfHalted } from "./signal.ts";

/** The children of a Map or Parallel state. */
export interface Fan {
  readonly type: "Map" | "Parallel";
  readonly name: string;
  readonly count: number;
  readonly atOnce: number;
  readonly flowOf: (index: number) => Flow | undefined;
  readonly inputOf: (index: number) => Json;
  readonly mapItemOf: (index: number) => (() => JsonObject) | undefined;
}

/**
 * Runs all children, at most `atOnce` at a time and in order, and gives their outputs. The first that fails stops
 * the others: they enter no further state. Goes on with children that were under way when the runner stopped.
 */
export const fanOut = async (branch: Branch, fan: Fan): Promise<Json[]> => {
  const { live, frame } = branch;
  const children = begin(branch, fan);
  const { controller, release } = childController(branch.signal);
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < children.length) {
      const index = next++;
      if (children[index]?.status !== "done") await runChild(branch, fan, children, index, controller);
    }
  };
  const workers = Array.from({ length: Math.min(fan.atOnce, children.length) }, work);
  try {
    await Promise.all(workers);
  } catch (fault) {
    // Halted means that the runner drains or lets go: siblings may finish what they do, and keep their signal.
    if (!(fault instanceof StateFailure)) await Promise.allSettled(workers);
    throwIfHalted(branch.signal);
    if (fault instanceof StateFailure) {
      abortChildren(live, frame, { ...fan, children });
      live.emit(frame, `${fan.type}StateFailed`);
    }
    throw fault;
  } finally {
    release();
  }
  live.emit(frame, `${fan.type}StateSucceeded`);
  return children.map((child) => (child.status === "done" ? child.output : null));
};

const begin = ({ live, frame }: Branch, { type, count }: Fan): Child[] => {
  if (frame.stage.kind === "fanned") return frame.stage.children;
  const children = Array.from({ length: count }, (): Child => ({ status: "pending" }));
  frame.stage = { kind: "fanned", children };
  live.emit(
    frame,
    `${type}StateStarted`,
    type === "Map" ? { mapStateStartedEventDetails: { length: count } } : {},
  );
  return children;
};

const runChild = async (
  parent: Branch,
  fan: Fan,
  children: Child[],
  index: number,
  controller: AbortController,
): Promise<void> => {
  const { live } = parent;
  const { signal } = controller;
  const tip = { lastEvent: parent.frame.lastEvent };
  try {
    const branch = open(parent, fan, children, index, signal);
    const output = await parent.run(branch);
    throwIfHalted(signal);
    children[index] = { status: "done", output };
    tip.lastEvent = branch.frame.lastEvent;
    if (fan.type === "Map") {
      live.emit(tip, "MapIterationSucceeded", {
        mapIterationSucceededEventDetails: { name: fan.name, index },
      });
    }
    parent.frame.lastEvent = tip.lastEvent;
    live.touch();
  } catch (fault) {
    if (fault instanceof Halted || signal.aborted)
      throw fault instanceof Halted ? fault : new Halted("a sibling failed");
    controller.abort(new Halted("a sibling failed"));
    const failure = fault instanceof StateFailure ? fault : runtimeFault(String(fault));
    const child = children[index];
    tip.lastEvent = child?.status === "running" ? child.frame.lastEvent : tip.lastEvent;
    if (fan.type === "Map") {
      live.emit(tip, "MapIterationFailed", { mapIterationFailedEventDetails: { name: fan.name, index } });
    }
    parent.frame.lastEvent = tip.lastEvent;
    children[index] = { status: "pending" };
    throw new StateFailure(failure.error, failure.reason, fan.type === "Parallel" || failure.fromBranch);
  }
  await live.flush();
};

/** The branch of a child: a new one at its StartAt, or the one that was under way. */
const open = (parent: Branch, fan: Fan, children: Child[], index: number, signal: AbortSignal): Branch => {
  const { live, engine, frame: above } = parent;
  const flow = fan.flowOf(index);
  const first = flow?.states.get(flow.startAt);
  if (flow === undefined || first === undefined) throw runtimeFault(`${fan.name} has no branch ${index}`);
  const { mapItem: _, ...rest } = parent;
  const mapItem = fan.mapItemOf(index);
  const base = {
    ...rest,
    ...(mapItem === undefined ? {} : { mapItem }),
    flow,
    path: [...parent.path, index],
    signal,
  };
  const child = children[index];
  if (child?.status === "running") return { ...base, frame: child.frame };
  const input = fan.inputOf(index);
  const frame = newFrame(above.lastEvent);
  if (fan.type === "Map") {
    live.emit(frame, "MapIterationStarted", { mapIterationStartedEventDetails: { name: fan.name, index } });
  }
  children[index] = { status: "running", frame };
  enter(engine, live, frame, first, input);
  return { ...base, frame };
};
