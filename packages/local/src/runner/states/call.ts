import type { Branch } from "../engine/branch.ts";
import type { TaskCall } from "../engine/engine.ts";
import { childController, onAbort, throwIfHalted } from "../engine/signal.ts";
import { Halted, runtimeFault, StateFailure } from "../fault.ts";
import type { Json } from "../json.ts";
import type { Attempt } from "./attempt.ts";

/** Calls the handler of a task in a slot of its execution, until it settles or its time is up. */
export const callHandler = async (branch: Branch, attempt: Attempt): Promise<Json> => {
  const { engine, live, signal } = branch;
  await engine.slots.enter(live.id);
  engine.active.enter();
  try {
    throwIfHalted(signal);
    if (engine.isDraining()) throw new Halted("the runner is draining");
    return await supervise(branch, attempt);
  } finally {
    engine.active.leave();
    engine.slots.leave(live.id);
  }
};

const supervise = (branch: Branch, attempt: Attempt): Promise<Json> => {
  const { engine, signal } = branch;
  const { controller, release } = childController(signal);
  const timers: Record<"timeout" | "heartbeat", () => void> = { timeout: () => {}, heartbeat: () => {} };
  return new Promise<Json>((resolve, reject) => {
    const giveUp = (fault: Error): void => {
      reject(fault);
      controller.abort(fault);
    };
    const arm = (kind: "timeout" | "heartbeat", error: string, ms: number | undefined): void => {
      timers[kind]();
      const late = new StateFailure(error, `The task of ${attempt.state.name} ran out of time`);
      if (ms !== undefined) timers[kind] = engine.clock.setTimer(ms, () => giveUp(late));
    };
    const beat = (): void => {
      if (attempt.token === undefined) arm("heartbeat", "States.HeartbeatTimeout", attempt.heartbeatMs);
    };
    onAbort(controller.signal, () => reject(new Halted("the branch was stopped")));
    arm("timeout", "States.Timeout", attempt.timeoutMs);
    beat();
    invoke(branch, attempt, controller.signal, beat).then(resolve, reject);
  }).finally(() => {
    release();
    timers.timeout();
    timers.heartbeat();
  });
};

const invoke = async (
  branch: Branch,
  attempt: Attempt,
  signal: AbortSignal,
  beat: () => void,
): Promise<Json> => {
  const { state, payload } = attempt;
  const handler = branch.engine.handlers.get(state.handler);
  if (handler === undefined) throw runtimeFault(`The resource ${state.resource} has no handler`);
  let result: unknown;
  try {
    result = await handler(structuredClone(payload), callOf(branch, attempt, signal, beat));
  } catch (thrown) {
    throw failureOf(thrown);
  }
  return asJson(result);
};

const callOf = (
  branch: Branch,
  { state, token }: Attempt,
  signal: AbortSignal,
  heartbeat: () => void,
): TaskCall => {
  const { frame, live, path } = branch;
  const { id, name, machine } = live.record;
  const visit = [id, ...path, frame.state, frame.enteredEvent, frame.retryCount];
  return {
    signal,
    ...(token === undefined ? {} : { token }),
    executionId: id,
    executionName: name,
    machine,
    stateName: state.name,
    retryCount: frame.retryCount,
    idempotencyKey: visit.join("/"),
    heartbeat,
  };
};

/** As Lambda reports a thrown error (AWS Lambda, "Function errors"). */
const failureOf = (thrown: unknown): StateFailure => {
  const isError = thrown instanceof Error;
  const errorType = isError ? thrown.name : typeof thrown;
  const errorMessage = isError ? thrown.message : String(thrown);
  return new StateFailure(errorType, JSON.stringify({ errorType, errorMessage }));
};

/** What a result is once it has been serialised; undefined is null, as in Lambda. */
const asJson = (result: unknown): Json => {
  try {
    const text: string | undefined = JSON.stringify(result);
    return text === undefined ? null : (JSON.parse(text) as Json);
  } catch (fault) {
    throw new StateFailure("Runtime.MarshalError", `The result of the task is not JSON: ${String(fault)}`);
  }
};
