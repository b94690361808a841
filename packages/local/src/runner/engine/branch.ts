import { Halted } from "../fault.ts";
import { inputDetails } from "../history/text.ts";
import type { Frame } from "../journal.ts";
import type { Json, JsonObject } from "../json.ts";
import type { Flow, State } from "../load/machine.ts";
import type { Scope } from "../scope.ts";
import type { Engine } from "./engine.ts";
import type { Live } from "./live.ts";
import { throwIfHalted } from "./signal.ts";

/** One line of states under way: the machine's own, a branch of a Parallel state, an iteration of a Map state. */
export interface Branch {
  readonly engine: Engine;
  readonly live: Live;
  readonly flow: Flow;
  readonly frame: Frame;
  /** Child indexes from the root. */
  readonly path: readonly number[];
  readonly signal: AbortSignal;
  /** `$$.Map.Item` of the innermost Map around it. */
  readonly mapItem?: () => JsonObject;
  /** Runs a nested branch to its end; here so that the states need not import the loop that runs them. */
  readonly run: (branch: Branch) => Promise<Json>;
}

/** What a state leads to. */
export interface Step {
  readonly output: Json;
  readonly next: string | undefined;
}

export const newFrame = (lastEvent: number): Frame => ({
  state: "",
  input: null,
  enteredAt: 0,
  enteredEvent: 0,
  lastEvent,
  retryCount: 0,
  attempts: [],
  stage: { kind: "ready" },
});

/** Moves a frame into a state. */
export const enter = (engine: Engine, live: Live, frame: Frame, state: State, input: Json): void => {
  Object.assign(frame, {
    state: state.name,
    input,
    enteredAt: engine.clock.now(),
    retryCount: 0,
    attempts: [],
    stage: { kind: "ready" },
  } satisfies Partial<Frame>);
  const details = { name: state.name, ...inputDetails(input) };
  frame.enteredEvent = live.emit(frame, `${state.type}StateEntered`, { stateEnteredEventDetails: details });
};

/** Comes back when all changes are journaled and work may begin. */
export const beforeWork = async ({ live, engine, signal }: Branch): Promise<void> => {
  await live.flush();
  throwIfHalted(signal);
  if (engine.isDraining()) throw new Halted("the runner is draining");
};

export const scopeOf = (branch: Branch, data: Json, token?: string): Scope => ({
  data,
  random: branch.engine.random,
  context: () => contextOf(branch, token),
});

/** The context object, `$$` (AWS Step Functions, "Accessing execution data from the Context object"). */
const contextOf = ({ live: { record }, frame, mapItem }: Branch, token: string | undefined): JsonObject => ({
  Execution: {
    Id: record.id,
    Input: record.input,
    Name: record.name,
    StartTime: new Date(record.startedAt).toISOString(),
  },
  StateMachine: { Id: record.machine, Name: record.machine },
  State: {
    Name: frame.state,
    EnteredTime: new Date(frame.enteredAt).toISOString(),
    RetryCount: frame.retryCount,
  },
  ...(token === undefined ? {} : { Task: { Token: token } }),
  ...(mapItem === undefined ? {} : { Map: { Item: mapItem() } }),
});
