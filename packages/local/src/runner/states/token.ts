import type { Branch } from "../engine/branch.ts";
import { beforeWork } from "../engine/branch.ts";
import { onAbort, throwIfHalted } from "../engine/signal.ts";
import { StateFailure } from "../fault.ts";
import { outputDetails } from "../history/text.ts";
import type { TokenStage } from "../journal.ts";
import type { Json } from "../json.ts";
import type { Attempt } from "./attempt.ts";
import { resourceOf } from "./attempt.ts";
import { callHandler } from "./call.ts";

/**
 * A `.waitForTaskToken` task: the handler hands out the token, then the state waits for it without a slot, until
 * it is settled or late (AWS Step Functions, "Wait for a callback with the task token").
 */
export const waitForToken = async (branch: Branch, attempt: Attempt, stage: TokenStage): Promise<Json> => {
  if (!stage.submitted && stage.settled === undefined) await submit(branch, attempt, stage);
  while (stage.settled === undefined) {
    throwIfLate(branch, attempt, stage);
    await nextChange(branch, stage);
    throwIfHalted(branch.signal);
  }
  const { settled } = stage;
  if ("output" in settled) return settled.output;
  throw new StateFailure(settled.error, settled.cause);
};

/** Calls the handler; the token may come back before it returns. */
const submit = async (branch: Branch, attempt: Attempt, stage: TokenStage): Promise<void> => {
  const { engine, live, frame } = branch;
  const startedAt = engine.clock.now();
  const handler = callHandler(branch, attempt);
  const isSettled = Symbol("settled");
  const undo: (() => void)[] = [];
  const settled = new Promise<typeof isSettled>((resolve) => {
    const wake = (): void => {
      if (stage.settled !== undefined) resolve(isSettled);
    };
    undo.push(live.onPoke(stage.nonce, wake));
  });
  try {
    const outcome = await Promise.race([handler, settled]);
    throwIfHalted(branch.signal);
    if (outcome === isSettled || stage.settled !== undefined) {
      handler.catch((fault: unknown) =>
        engine.log.warn("a handler failed after its token was settled", { fault }),
      );
      return;
    }
    stage.submitted = true;
    if (attempt.timeoutMs !== undefined) stage.timeoutAt = startedAt + attempt.timeoutMs;
    if (attempt.heartbeatMs !== undefined) stage.heartbeatAt ??= startedAt + attempt.heartbeatMs;
    const output = typeof outcome === "symbol" ? null : outcome;
    live.emit(frame, "TaskSubmitted", {
      taskSubmittedEventDetails: { ...resourceOf(attempt.state), ...outputDetails(output) },
    });
  } finally {
    for (const step of undo) step();
  }
  await beforeWork(branch);
};

export const isLate = (stage: TokenStage, now: number): boolean =>
  (stage.timeoutAt ?? Number.POSITIVE_INFINITY) <= now ||
  (stage.heartbeatAt ?? Number.POSITIVE_INFINITY) <= now;

const throwIfLate = ({ engine }: Branch, { state }: Attempt, stage: TokenStage): void => {
  const now = engine.clock.now();
  if (!isLate(stage, now)) return;
  const isTimeout = (stage.timeoutAt ?? Number.POSITIVE_INFINITY) <= now;
  throw new StateFailure(
    isTimeout ? "States.Timeout" : "States.HeartbeatTimeout",
    `The token of ${state.name} was not ${isTimeout ? "settled" : "heard of"} in time`,
  );
};

/** Comes back when the token was settled or heard of, when a deadline is reached, and when the branch is stopped. */
const nextChange = (
  { engine, live, signal }: Branch,
  { nonce, timeoutAt, heartbeatAt }: TokenStage,
): Promise<void> => {
  const due = Math.min(timeoutAt ?? Number.POSITIVE_INFINITY, heartbeatAt ?? Number.POSITIVE_INFINITY);
  const undo: (() => void)[] = [];
  return new Promise<void>((resolve) => {
    undo.push(live.onPoke(nonce, resolve), onAbort(signal, resolve));
    if (Number.isFinite(due)) undo.push(engine.clock.setTimer(due - engine.clock.now(), resolve));
  }).finally(() => {
    for (const step of undo) step();
  });
};
