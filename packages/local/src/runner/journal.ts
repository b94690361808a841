import type { HistoryEvent } from "./history/event.ts";
import type { Json } from "./json.ts";

export type ExecutionStatus = "RUNNING" | "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED";

/** What lists show. Times are epoch milliseconds. */
export interface ExecutionSummary {
  /** `machine:name`. */
  readonly id: string;
  readonly machine: string;
  /** Unique among all executions of the machine, for ever. */
  readonly name: string;
  status: ExecutionStatus;
  readonly startedAt: number;
  stoppedAt?: number;
}

/** All there is to an execution: what a runner needs to go on with it. Plain JSON. */
export interface ExecutionRecord extends ExecutionSummary {
  readonly input: Json;
  output?: Json;
  error?: string;
  cause?: string;
  /** When the machine's TimeoutSeconds are up. */
  readonly deadline?: number;
  /** 1 when started, and one more with every commit. */
  version: number;
  lastEventId: number;
  /** The runner that wrote this version: tells a commit of our own, whose answer was lost, from another's. */
  writer: string;
  /** Where it stands; gone once the execution has ended. */
  root?: Frame;
}

/** One branch: the state that it is in, and how far. */
export interface Frame {
  state: string;
  /** The raw input of the state. */
  input: Json;
  enteredAt: number;
  /** The event of entering it: tells one visit from the next. */
  enteredEvent: number;
  /** The last history event of this branch. */
  lastEvent: number;
  retryCount: number;
  /** Retries so far, per retrier of the state. */
  attempts: number[];
  stage: Stage;
}

export type Stage =
  /** Entered; its work is to begin. */
  | { kind: "ready" }
  /** A task whose handler runs; it is run again when the runner was killed. */
  | { kind: "working" }
  /** A Wait state. */
  | { kind: "waiting"; until: number }
  /** Between two attempts. */
  | { kind: "backoff"; until: number }
  | TokenStage
  | { kind: "fanned"; children: Child[] };

/** A `.waitForTaskToken` task. */
export interface TokenStage {
  kind: "token";
  nonce: string;
  /** The handler has returned: from here on only the token, the timeout or a stop end the wait. */
  submitted: boolean;
  timeoutAt?: number;
  heartbeatAt?: number;
  heartbeatMs?: number;
  settled?: { output: Json } | { error: string; cause: string };
}

/** A branch of a Parallel state or an iteration of a Map state. */
export type Child =
  | { status: "pending" }
  | { status: "running"; frame: Frame }
  | { status: "done"; output: Json };

export interface HistoryQuery {
  readonly limit?: number;
  readonly reverse?: boolean;
  /** From the page before. */
  readonly cursor?: string;
}

export interface HistoryPage {
  readonly events: HistoryEvent[];
  readonly cursor?: string;
}

export interface ListQuery {
  readonly machine?: string;
  readonly status?: ExecutionStatus;
  readonly limit?: number;
  readonly cursor?: string;
}

export interface ListPage {
  readonly executions: ExecutionSummary[];
  readonly cursor?: string;
}

/** Thrown by a journal that can never store this record; the execution fails with States.DataLimitExceeded. */
export class RecordTooLarge extends Error {
  override readonly name = "RecordTooLarge";
}

/**
 * Where executions live. Every method rejects for faults of the storage; the runner then tries the same write
 * again. `record` and `events` belong to the journal once given: the runner never changes them afterwards.
 * A write that was answered is durable, and one write holds a snapshot with all events since the one before.
 */
export interface Journal {
  /** Stores a new execution (version 1), which may have ended already. "exists": there is one with this id, and nothing was written. */
  start(record: ExecutionRecord, events: readonly HistoryEvent[]): Promise<"started" | "exists">;
  /** Replaces version `record.version - 1`. "stale": the stored version is another, and nothing was written. */
  commit(record: ExecutionRecord, events: readonly HistoryEvent[]): Promise<"committed" | "stale">;
  load(id: string): Promise<ExecutionRecord | undefined>;
  /** Executions that have not ended, in any order. */
  running(): AsyncIterable<ExecutionRecord>;
  /** Events in order of their id (or the reverse); empty for an unknown id. */
  history(id: string, query?: HistoryQuery): Promise<HistoryPage>;
  /** The most recently started first. */
  list(query?: ListQuery): Promise<ListPage>;
}
