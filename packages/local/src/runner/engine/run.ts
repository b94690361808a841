import { Halted, runtimeFault, StateFailure } from "../fault.ts";
import { outputDetails } from "../history/text.ts";
import type { Json } from "../json.ts";
import type { State } from "../load/machine.ts";
import { writePath } from "../path/write.ts";
import { perform } from "../states/perform.ts";
import type { Branch, Step } from "./branch.ts";
import { beforeWork, enter } from "./branch.ts";
import { limited } from "./limit.ts";
import { catcherOf, retryPause } from "./recover.ts";
import { sleepUntil, throwIfHalted } from "./signal.ts";

/** States without work go in one write with what follows; after this many the loop writes and lets others run. */
const MOST_UNWRITTEN = 16;

/**
 * Runs a branch from where its frame stands to its end, and gives its output. Throws StateFailure for an error
 * that no Catch took, and Halted when it must stop where it is.
 */
export const runBranch = async (branch: Branch): Promise<Json> => {
  const { engine, live, flow, frame, signal } = branch;
  for (let moves = 1; ; moves++) {
    throwIfHalted(signal);
    const state = stateOf(branch, frame.state);
    const { output, next } = await recovering(branch, state);
    throwIfHalted(signal);
    if (state.type !== "Fail") {
      const details = { name: state.name, ...outputDetails(output) };
      live.emit(frame, `${state.type}StateExited`, { stateExitedEventDetails: details });
    }
    if (next === undefined) return output;
    enter(engine, live, frame, stateOf({ flow }, next), output);
    if (moves % MOST_UNWRITTEN === 0) await beforeWork(branch);
  }
};

const stateOf = ({ flow }: Pick<Branch, "flow">, name: string): State => {
  const state = flow.states.get(name);
  if (state === undefined) throw runtimeFault(`The state ${name} is not in the definition`);
  return state;
};

/** Performs a state with its Retry and Catch. */
const recovering = async (branch: Branch, state: State): Promise<Step> => {
  const { engine, live, frame, signal } = branch;
  for (;;) {
    try {
      if (frame.stage.kind === "backoff") {
        await sleepUntil(engine.clock, frame.stage.until, signal);
        frame.stage = { kind: "ready" };
      }
      return await perform(branch, state);
    } catch (fault) {
      if (fault instanceof Halted) throw fault;
      throwIfHalted(signal);
      const failure = asFailure(branch, fault);
      const pauseMs = retryPause(state, frame, failure, engine.random);
      if (pauseMs === undefined) return caught(branch, state, failure);
      frame.stage = { kind: "backoff", until: engine.clock.now() + pauseMs };
      live.touch();
      await beforeWork(branch);
    }
  }
};

/** The step of the Catch that takes the failure; throws it when there is none (States Language, "Fallback states"). */
const caught = ({ frame }: Branch, state: State, failure: StateFailure): Step => {
  const catcher = catcherOf(state, failure);
  if (catcher === undefined) throw failure;
  const { resultPath, next } = catcher;
  const error = { Error: failure.error, Cause: failure.reason };
  const output = resultPath === null ? frame.input : writePath(resultPath, frame.input, error);
  return { output: limited(output, `The output of the Catch of ${state.name}`), next };
};

/** A fault of the runner itself fails the execution, and says so in the log. */
const asFailure = ({ engine, live, frame }: Branch, fault: unknown): StateFailure => {
  if (fault instanceof StateFailure) return fault;
  engine.log.error("a state could not be run", { execution: live.id, state: frame.state, fault });
  return runtimeFault(`The state ${frame.state} could not be run: ${String(fault)}`);
};
