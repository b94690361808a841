import type { StateFailure } from "../fault.ts";
import type { Frame } from "../journal.ts";
import type { Catcher, Retrier, State } from "../load/machine.ts";
import type { Random } from "../random.ts";

const TERMINAL = new Set(["States.DataLimitExceeded", "States.Runtime"]);
const TIMEOUTS = new Set(["States.Timeout", "States.HeartbeatTimeout"]);

/**
 * Whether a failure is one of the names of ErrorEquals (States Language, "Errors"; AWS Step Functions, "Error
 * handling"): States.ALL is everything but States.DataLimitExceeded and States.Runtime, States.TaskFailed
 * everything but these and timeouts, and States.Timeout is both timeouts. States.Runtime is never matched.
 */
const matches = (failure: StateFailure, names: readonly string[]): boolean => {
  const { error } = failure;
  if (error === "States.Runtime") return false;
  if (names.includes(error)) return true;
  if (TERMINAL.has(error)) return false;
  if (names.includes("States.ALL")) return true;
  if (failure.fromBranch && names.includes("States.BranchFailed")) return true;
  return TIMEOUTS.has(error) ? names.includes("States.Timeout") : names.includes("States.TaskFailed");
};

/** Counts a retry, and gives its pause in milliseconds; undefined when there is none. The first retrier that matches decides. */
export const retryPause = (
  state: State,
  frame: Frame,
  failure: StateFailure,
  random: Random,
): number | undefined => {
  const retriers = "retriers" in state ? state.retriers : [];
  const index = retriers.findIndex(({ errors }) => matches(failure, errors));
  const retrier = retriers[index];
  const before = frame.attempts[index] ?? 0;
  if (retrier === undefined || before >= retrier.maxAttempts) return undefined;
  frame.attempts = retriers.map((_, i) => (frame.attempts[i] ?? 0) + Number(i === index));
  frame.retryCount++;
  return pauseMs(retrier, before, random);
};

const pauseMs = (retrier: Retrier, before: number, random: Random): number => {
  const seconds = Math.min(retrier.intervalSeconds * retrier.backoffRate ** before, retrier.maxDelaySeconds);
  const ms = Math.min(seconds * 1000, Number.MAX_SAFE_INTEGER / 4);
  return Math.round(retrier.hasFullJitter ? ms * random.fraction() : ms);
};

export const catcherOf = (state: State, failure: StateFailure): Catcher | undefined =>
  "catchers" in state ? state.catchers.find(({ errors }) => matches(failure, errors)) : undefined;
