/** An ASL error: what Retry and Catch match by name (States Language, "Errors"). */
export class StateFailure extends Error {
  override readonly name = "StateFailure";
  readonly error: string;
  readonly reason: string;
  /** True once it has left a branch of a Parallel state, so that `States.BranchFailed` matches it. */
  readonly fromBranch: boolean;

  constructor(error: string, reason: string, fromBranch = false) {
    super(`${error}: ${reason}`);
    this.error = error.slice(0, 256);
    this.reason = reason.slice(0, 32_768);
    this.fromBranch = fromBranch;
  }
}

/** Unwinds a branch that must not go on (aborted, stopped, runner closing). Never a failure of the state. */
export class Halted extends Error {
  override readonly name = "Halted";
}

export type RunnerErrorCode =
  | "ExecutionDoesNotExist"
  | "InvalidExecutionInput"
  | "InvalidName"
  | "InvalidOutput"
  | "InvalidToken"
  | "RunnerClosed"
  | "StateMachineDoesNotExist"
  | "TaskDoesNotExist"
  | "TaskTimedOut";

/** What a caller of the runner did wrong; the codes are those of the AWS Step Functions API where it has one. */
export class RunnerError extends Error {
  override readonly name = "RunnerError";
  readonly code: RunnerErrorCode;

  constructor(code: RunnerErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

export const runtimeFault = (reason: string): StateFailure => new StateFailure("States.Runtime", reason);
