import type { Clock } from "../clock.ts";
import type { HistoryEvent } from "../history/event.ts";
import type { ExecutionSummary, Journal } from "../journal.ts";
import type { Json } from "../json.ts";
import type { Random } from "../random.ts";
import type { Gauge } from "./gauge.ts";
import type { Slots } from "./slots.ts";

/** What a handler is told beside its input. */
export interface TaskCall {
  /** Aborts on a timeout, a stopped execution, a failed sibling branch and `close`. */
  readonly signal: AbortSignal;
  /** For `.waitForTaskToken` tasks only. */
  readonly token?: string;
  readonly executionId: string;
  readonly executionName: string;
  readonly machine: string;
  readonly stateName: string;
  readonly retryCount: number;
  /** The same when this attempt is run again after a crash; another for each attempt and visit of a state. */
  readonly idempotencyKey: string;
  /** Restarts HeartbeatSeconds. */
  readonly heartbeat: () => void;
}

/**
 * Does a task's work. What it returns is the result (as JSON; undefined is null). What it throws is the error:
 * its `name` is what Retry and Catch match, and the cause is `{"errorType","errorMessage"}` as with Lambda.
 */
export type TaskHandler = (input: Json, call: TaskCall) => unknown;

export interface Log {
  warn(message: string, data?: Readonly<Record<string, unknown>>): void;
  error(message: string, data?: Readonly<Record<string, unknown>>): void;
}

/** What one write to the journal brought. */
export interface Transition {
  readonly execution: ExecutionSummary;
  readonly events: readonly HistoryEvent[];
}

/** What all executions of a runner share. */
export interface Engine {
  readonly journal: Journal;
  readonly clock: Clock;
  readonly random: Random;
  readonly handlers: ReadonlyMap<string, TaskHandler>;
  readonly slots: Slots;
  readonly log: Log;
  /** Names this runner in the records that it writes. */
  readonly writer: string;
  /** Handlers that run. */
  readonly active: Gauge;
  /** Aborts when the runner closes: writes that fail are not tried again. */
  readonly closing: AbortSignal;
  /** No new work begins. */
  readonly isDraining: () => boolean;
  readonly notify: (transition: Transition) => void;
}
