import type { StateType } from "../load/machine.ts";

type Work = "Task" | "Map" | "Parallel" | "Wait";

/** Event types of AWS Step Functions' GetExecutionHistory. */
export type HistoryEventType =
  | "ExecutionStarted"
  | "ExecutionSucceeded"
  | "ExecutionFailed"
  | "ExecutionTimedOut"
  | "ExecutionAborted"
  | `${StateType}StateEntered`
  | `${Exclude<StateType, "Fail">}StateExited`
  | `${Work}StateAborted`
  | "TaskScheduled"
  | "TaskStarted"
  | "TaskSubmitted"
  | "TaskSucceeded"
  | "TaskFailed"
  | "TaskTimedOut"
  | `${"Map" | "Parallel"}State${"Started" | "Succeeded" | "Failed"}`
  | `MapIteration${"Started" | "Succeeded" | "Failed" | "Aborted"}`;

interface Truncation {
  readonly truncated: boolean;
}
interface Failure {
  readonly error?: string;
  readonly cause?: string;
}
interface Resource {
  readonly resource: string;
  readonly resourceType: string;
}

/** Inputs and outputs are JSON text, cut when they are long (`truncated` says so). */
export interface EventDetails {
  readonly executionStartedEventDetails?: { readonly input: string; readonly inputDetails: Truncation };
  readonly executionSucceededEventDetails?: { readonly output: string; readonly outputDetails: Truncation };
  readonly executionFailedEventDetails?: Failure;
  readonly executionTimedOutEventDetails?: Failure;
  readonly executionAbortedEventDetails?: Failure;
  readonly stateEnteredEventDetails?: {
    readonly name: string;
    readonly input: string;
    readonly inputDetails: Truncation;
  };
  readonly stateExitedEventDetails?: {
    readonly name: string;
    readonly output: string;
    readonly outputDetails: Truncation;
  };
  readonly taskScheduledEventDetails?: Resource & {
    readonly parameters: string;
    readonly timeoutInSeconds?: number;
    readonly heartbeatInSeconds?: number;
  };
  readonly taskStartedEventDetails?: Resource;
  readonly taskSubmittedEventDetails?: Resource & {
    readonly output: string;
    readonly outputDetails: Truncation;
  };
  readonly taskSucceededEventDetails?: Resource & {
    readonly output: string;
    readonly outputDetails: Truncation;
  };
  readonly taskFailedEventDetails?: Resource & Failure;
  readonly taskTimedOutEventDetails?: Resource & Failure;
  readonly mapStateStartedEventDetails?: { readonly length: number };
  readonly mapIterationStartedEventDetails?: { readonly name: string; readonly index: number };
  readonly mapIterationSucceededEventDetails?: { readonly name: string; readonly index: number };
  readonly mapIterationFailedEventDetails?: { readonly name: string; readonly index: number };
  readonly mapIterationAbortedEventDetails?: { readonly name: string; readonly index: number };
}

export interface HistoryEvent extends EventDetails {
  /** Counts from 1 without gaps. */
  readonly id: number;
  /** The event before it in the same branch; 0 for the first. */
  readonly previousEventId: number;
  readonly type: HistoryEventType;
  /** ISO 8601. */
  readonly timestamp: string;
}
