import { setMaxListeners } from "node:events";
import type { Clock } from "../clock.ts";
import { Halted } from "../fault.ts";

/** A controller whose signal any number of branches and handlers may listen to. */
export const newController = (): AbortController => {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  return controller;
};

export const throwIfHalted = (signal: AbortSignal): void => {
  if (signal.aborted) throw new Halted("the branch was stopped");
};

/** Calls back when the signal aborts, at once if it has; returns what takes the callback away. */
export const onAbort = (signal: AbortSignal, call: () => void): (() => void) => {
  if (signal.aborted) call();
  else signal.addEventListener("abort", call, { once: true });
  return () => signal.removeEventListener("abort", call);
};

/** A controller that aborts with its parent; `release` unties it. */
export const childController = (
  parent: AbortSignal,
): { controller: AbortController; release: () => void } => {
  const controller = newController();
  return { controller, release: onAbort(parent, () => controller.abort(parent.reason)) };
};

/** Waits for a moment; rejects with Halted when the signal aborts first. */
export const sleepUntil = (clock: Clock, at: number, signal: AbortSignal): Promise<void> => {
  const left = at - clock.now();
  if (left <= 0 && !signal.aborted) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const cancel = clock.setTimer(left, () => {
      release();
      resolve();
    });
    const release = onAbort(signal, () => {
      cancel();
      reject(new Halted("the branch was stopped"));
    });
  });
};
