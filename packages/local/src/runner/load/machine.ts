import type { Json } from "../json.ts";
import type { Path } from "../path/segment.ts";
import type { Read } from "../scope.ts";

/** States that one branch can be in: a machine, a Parallel branch, or an ItemProcessor. */
export interface Flow {
  readonly startAt: string;
  readonly states: ReadonlyMap<string, State>;
}

export interface Machine extends Flow {
  readonly name: string;
  readonly timeoutSeconds: number | undefined;
}

export interface Retrier {
  readonly errors: readonly string[];
  readonly intervalSeconds: number;
  readonly maxAttempts: number;
  readonly backoffRate: number;
  readonly maxDelaySeconds: number;
  readonly hasFullJitter: boolean;
}

export interface Catcher {
  readonly errors: readonly string[];
  readonly next: string;
  readonly resultPath: Path | null;
}

interface Common {
  readonly name: string;
  readonly input: Read;
  readonly output: Read;
  /** Undefined ends the flow. */
  readonly next: string | undefined;
}

/** Task, Parallel and Map make a result, and may fail. */
interface Working extends Common {
  readonly selector: Read | undefined;
  /** Null discards the result. */
  readonly resultPath: Path | null;
  readonly retriers: readonly Retrier[];
  readonly catchers: readonly Catcher[];
}

export interface TaskState extends Working {
  readonly type: "Task";
  readonly resource: string;
  /** The key of the handler: the resource without `.waitForTaskToken`. */
  readonly handler: string;
  readonly waitsForToken: boolean;
  readonly parameters: Read | undefined;
  readonly timeoutSeconds: Read<number | undefined>;
  readonly heartbeatSeconds: Read<number | undefined>;
}

export interface ParallelState extends Working {
  readonly type: "Parallel";
  readonly parameters: Read | undefined;
  readonly branches: readonly Flow[];
}

export interface MapState extends Working {
  readonly type: "Map";
  readonly items: Read<Json[]>;
  readonly itemSelector: Read | undefined;
  readonly processor: Flow;
  readonly maxConcurrency: Read<number>;
}

export interface PassState extends Common {
  readonly type: "Pass";
  readonly parameters: Read | undefined;
  readonly result: Json | undefined;
  readonly resultPath: Path | null;
}

export interface WaitState extends Common {
  readonly type: "Wait";
  /** Epoch milliseconds. */
  readonly until: (scope: Parameters<Read>[0], enteredAt: number) => number;
}

interface ChoiceRule {
  readonly test: Read<boolean>;
  readonly next: string;
}

export interface ChoiceState extends Common {
  readonly type: "Choice";
  readonly rules: readonly ChoiceRule[];
  readonly otherwise: string | undefined;
}

export interface SucceedState extends Common {
  readonly type: "Succeed";
}

export interface FailState extends Common {
  readonly type: "Fail";
  readonly error: Read | undefined;
  readonly cause: Read | undefined;
}

export type WorkingState = TaskState | ParallelState | MapState;
export type State = WorkingState | PassState | WaitState | ChoiceState | SucceedState | FailState;
export type StateType = State["type"];
