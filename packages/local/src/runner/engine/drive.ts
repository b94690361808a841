import { Halted, StateFailure } from "../fault.ts";
import type { Frame } from "../journal.ts";
import type { Flow, Machine } from "../load/machine.ts";
import type { Engine } from "./engine.ts";
import type { Live } from "./live.ts";
import { runBranch } from "./run.ts";
import { AlreadyExists } from "./store.ts";

/** Runs an execution from where it stands until it ends or is let go. Never rejects. */
export const drive = async (engine: Engine, machine: Machine, live: Live): Promise<void> => {
  const { root: frame, deadline } = live.record;
  if (frame === undefined) return;
  const timer =
    deadline === undefined
      ? undefined
      : engine.clock.setTimer(deadline - engine.clock.now(), () => timeOut(engine, live));
  try {
    const root = { engine, live, flow: machine, frame, path: [], signal: live.signal, run: runBranch };
    live.end("SUCCEEDED", { output: await runBranch(root) });
  } catch (fault) {
    if (fault instanceof StateFailure) live.end("FAILED", { error: fault.error, cause: fault.reason });
    else if (!(fault instanceof Halted))
      engine.log.error("an execution was let go", { execution: live.id, fault });
  } finally {
    timer?.();
  }
  if (!live.isRunning) await settle(engine, live);
};

const timeOut = (engine: Engine, live: Live): void => {
  live.end("TIMED_OUT", {
    error: "States.Timeout",
    cause: "The execution ran longer than the machine's TimeoutSeconds",
  });
  void settle(engine, live);
};

const settle = async (engine: Engine, live: Live): Promise<void> => {
  try {
    await live.flush();
  } catch (fault) {
    // Whoever started it is told that there is one already.
    if (!(fault instanceof Halted || fault instanceof AlreadyExists))
      engine.log.error("the end of an execution was not journaled", { execution: live.id, fault });
  }
};

/** The first state of a frame tree that the definition does not have, as after an upgrade. */
export const misfit = (flow: Flow, frame: Frame): string | undefined => {
  const state = flow.states.get(frame.state);
  if (state === undefined) return frame.state;
  if (frame.stage.kind !== "fanned") return undefined;
  for (const [index, child] of frame.stage.children.entries()) {
    if (child.status !== "running") continue;
    const inner =
      state.type === "Map" ? state.processor : state.type === "Parallel" ? state.branches[index] : undefined;
    const found = inner === undefined ? child.frame.state : misfit(inner, child.frame);
    if (found !== undefined) return found;
  }
  return undefined;
};
