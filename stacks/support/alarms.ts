import { Duration, type Stack } from "aws-cdk-lib";
import { type Alarm, MathExpression, type Metric } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import type { ITopic } from "aws-cdk-lib/aws-sns";
import { INDEX_1, INDEX_2 } from "@gradus/store";
import { alarmTo } from "./alarm.ts";
import type { StageMetrics } from "./metrics.ts";

interface AlarmOptions {
  prefix: string;
  operators: ITopic;
  metrics: StageMetrics;
  /** Whether there is any schedule that looks. */
  watching: boolean;
  modelsUsdPerDay: number;
}

/** What tells people that Gradus itself is not well, by a way that needs no Gradus. Each function has alarms of its own besides. */
export function alarmsOf(stack: Stack, options: AlarmOptions): Alarm[] {
  const { prefix, metrics, operators, watching, modelsUsdPerDay } = options;
  const { gradus, states, scheduler, table } = metrics;

  return [
    alarm("executions-failed", states("ExecutionsFailed"), "A task could neither be escalated nor closed."),
    alarm("executions-timed-out", states("ExecutionsTimedOut"), "A task was open for 90 days."),
    alarm(
      "executions-aborted",
      states("ExecutionsAborted"),
      "Somebody stopped an execution: its task is started again.",
    ),
    alarm(
      "executions-throttled",
      states("ExecutionThrottled"),
      "Step Functions holds tasks back: ask for a higher quota.",
    ),
    alarm(
      "tasks-stuck",
      gradus("TasksStuck", Duration.minutes(5), "Maximum"),
      "Tasks that Gradus cannot bring to an end: resolve them by hand.",
    ),
    alarm(
      "passes-failed",
      gradus("LooksFailed", Duration.minutes(15)),
      "Targets could not be looked at: the detectors' logs say why.",
      { threshold: 5 },
    ),
    alarm(
      "schedules-dropped",
      scheduler("InvocationDroppedCount"),
      "A schedule gave up calling its detector.",
    ),
    alarm(
      "schedules-throttled",
      scheduler("InvocationThrottleCount"),
      "Schedules are held back: ask for a higher quota.",
    ),
    // The table and each index have numbers of their own; `ThrottledRequests` has none without an operation.
    ...[undefined, INDEX_1, INDEX_2].flatMap((index) =>
      (["Read", "Write"] as const).map((way) =>
        alarm(
          `table-${index === undefined ? "" : `${index}-`}${way.toLowerCase()}-throttled`,
          table(`${way}ThrottleEvents`, index),
          `The table turns ${way.toLowerCase()}s away: raise its maximum throughput.`,
          { threshold: 10 },
        ),
      ),
    ),
    alarm(
      "model-spend",
      gradus("ModelSpendUsd", Duration.days(1)),
      `Models cost more than ${modelsUsdPerDay} USD today.`,
      { threshold: modelsUsdPerDay },
    ),
    // The dead-man's switch: silence is the alarm.
    alarm(
      "heartbeat-missing",
      gradus("Heartbeat", Duration.days(1)),
      "Gradus did not say within a day that all of it is there: look at the log of the heartbeat function.",
      { missing: true },
    ),
    ...(watching
      ? [
          alarm(
            "nobody-watches",
            gradus("Passes", Duration.minutes(15)),
            "No detector has come to its end within 15 minutes: nothing is watched.",
            { missing: true },
          ),
        ]
      : []),
  ];

  function alarm(
    name: string,
    of: Metric,
    alarmDescription: string,
    { threshold = 1, missing = false }: { threshold?: number; missing?: boolean } = {},
  ): Alarm {
    const made = alarmTo(stack, name, {
      alarmName: `${prefix}-${name}`,
      alarmDescription,
      // Left out, CloudWatch looks back for the last number there was, for days.
      metric: missing
        ? new MathExpression({ expression: "FILL(m1, 0)", usingMetrics: { m1: of }, period: of.period })
        : of,
      threshold,
      silence: missing,
      operators,
    });
    made.addOkAction(new SnsAction(operators));
    return made;
  }
}
