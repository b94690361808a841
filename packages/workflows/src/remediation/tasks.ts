import type { Verb } from "../verbs.ts";

/** Transient faults of the platform, retried with full jitter; the list AWS recommends for Lambda tasks. */
const retry = [
  {
    ErrorEquals: [
      "Lambda.ServiceException",
      "Lambda.AWSLambdaException",
      "Lambda.SdkClientException",
      "Lambda.TooManyRequestsException",
      "States.TaskFailed",
    ],
    IntervalSeconds: 1,
    MaxAttempts: 3,
    BackoffRate: 2,
    MaxDelaySeconds: 10,
    JitterStrategy: "FULL",
  },
] as const;

/**
 * Nobody kept the wait alive for a day: whoever does (tend, on one machine the process itself) was stopped. That is no fault of
 * the task: its state waits anew, with another token for the same question, and an answer that was kept meanwhile is used. It
 * stands first, because the first retrier that fits decides; more often than the execution has days it cannot happen.
 */
const waitAnew = {
  ErrorEquals: ["States.HeartbeatTimeout"],
  IntervalSeconds: 1,
  MaxAttempts: 100,
  BackoffRate: 1,
} as const;

const caughtBy = (state: string) => [{ ErrorEquals: ["States.ALL"], ResultPath: "$.fault", Next: state }];

/** A step that calls a verb with the whole (small) state and gets the next state back. */
export function step(
  verb: Verb,
  seconds: number,
  next: string | undefined,
  onFault: string,
  comment: string,
) {
  return {
    Type: "Task",
    Comment: comment,
    Resource: `\${${verb}}`,
    TimeoutSeconds: seconds,
    Retry: retry,
    Catch: caughtBy(onFault),
    ...(next === undefined ? { End: true } : { Next: next }),
  } as const;
}

/**
 * A wait for a person: the verb stores the token with what is asked, whoever answers completes it. `patient`: a missed heartbeat
 * is waited over; otherwise it is a fault.
 */
export function wait(
  verb: Verb,
  limits: { seconds: number; heartbeatSeconds: number; patient: boolean },
  next: string,
  onFault: string,
  comment: string,
) {
  return {
    Type: "Task",
    Comment: comment,
    Resource: "arn:aws:states:::lambda:invoke.waitForTaskToken",
    Parameters: { FunctionName: `\${${verb}}`, Payload: { "state.$": "$", "token.$": "$$.Task.Token" } },
    TimeoutSeconds: limits.seconds,
    HeartbeatSeconds: limits.heartbeatSeconds,
    ResultPath: "$.answer",
    Retry: limits.patient ? [waitAnew, ...retry] : retry,
    Catch: caughtBy(onFault),
    Next: next,
  } as const;
}

/** Says that Gradus is broken without any code of Gradus. Its own failure ends the execution, which an alarm watches. */
export function publish(seconds: number, next: string, comment: string) {
  return {
    Type: "Task",
    Comment: comment,
    Resource: "arn:aws:states:::sns:publish",
    Parameters: {
      TopicArn: "${OperatorsTopic}",
      Subject: "Gradus could neither escalate nor close a task",
      Message: { "task.$": "$.task", "fault.$": "$.fault" },
    },
    TimeoutSeconds: seconds,
    Retry: retry,
    Catch: caughtBy(next),
    Next: next,
  } as const;
}
