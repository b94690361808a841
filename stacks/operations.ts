import { Duration } from "aws-cdk-lib";
import { CfnBudget } from "aws-cdk-lib/aws-budgets";
import { Alarm, ComparisonOperator, Metric, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import { type StackContext, use } from "sst/constructs";
import { Detection } from "./detection.ts";
import { Events } from "./events.ts";
import { Remediation } from "./remediation.ts";
import { dashboard } from "./support/dashboard.ts";
import { gradusFunction } from "./support/function.ts";
import { namesOf } from "./support/names.ts";
import { policiesOf } from "./support/policy.ts";
import { schedulesOf } from "./support/schedule.ts";
import { settingsOf } from "./support/settings.ts";
import { surroundingsOf } from "./support/surroundings.ts";
import { discovering } from "./support/targets-policy.ts";

const DAY_MINUTES = 24 * 60;

/** The standing jobs, and what watches the watcher: alarms, a dead-man's switch, a dashboard, a budget. None of it needs Gradus. */
export function Operations({ stack, app }: StackContext) {
  const { config, deployed } = settingsOf(app);
  const names = namesOf(stack, app.stage);
  const policies = policiesOf(stack, names);
  const around = surroundingsOf(stack, app);
  const { failures, operators } = use(Events);
  const { group } = use(Detection);
  const schedules = schedulesOf(stack, { group: group.ref, failures });
  const { machine } = use(Remediation);
  const tells = new SnsAction(operators);
  const table = [policies.readTable, policies.writeTable, policies.publishEvents];

  job("tend", 5, {
    description: "Keeps waiting tasks alive, reminds people, and starts tasks again whose execution is gone.",
    may: [...table, policies.startRemediation, policies.answerWaits, policies.describeExecutions],
  });
  job("heartbeat", DAY_MINUTES, {
    description: "Says once a day that all of Gradus is there. Where it does not say so, an alarm does.",
    may: [...table, policies.startRemediation, policies.describeExecutions],
  });
  if (config.discovery)
    job("discover", 5, {
      description: "Finds what is tagged gradus:managed.",
      may: [...table, ...discovering(stack)],
    });

  const gradus = (metricName: string, period: Duration, statistic = "Sum"): Metric =>
    new Metric({
      namespace: "Gradus",
      metricName,
      statistic,
      period,
      dimensionsMap: { stage: app.stage, service: names.prefix },
    });
  const states = (metricName: string): Metric =>
    new Metric({
      namespace: "AWS/States",
      metricName,
      statistic: "Sum",
      period: Duration.minutes(5),
      dimensionsMap: { StateMachineArn: machine.attrArn },
    });
  const watching = Object.keys(deployed.shards).length > 0;
  const alarms = [
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
    alarm(
      "table-throttled",
      tableMetric("ThrottledRequests"),
      "The table turns requests away: raise its maximum throughput.",
      { threshold: 10 },
    ),
    alarm(
      "model-spend",
      gradus("ModelSpendUsd", Duration.days(1)),
      `Models cost more than ${config.spend.modelsUsdPerDay} USD today.`,
      { threshold: config.spend.modelsUsdPerDay },
    ),
    // The dead-man's switch: silence is the alarm.
    alarm(
      "heartbeat-missing",
      gradus("Heartbeat", Duration.days(1)),
      "Gradus did not say today that all of it is there: look at the log of the heartbeat function.",
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

  dashboard(stack, { name: names.prefix, stage: app.stage, gradus, states, alarms, table: names.table });
  new CfnBudget(stack, "Budget", {
    budget: {
      budgetName: names.prefix,
      budgetType: "COST",
      timeUnit: "MONTHLY",
      budgetLimit: { amount: config.spend.budgetUsdPerMonth, unit: "USD" },
      costFilters: { TagKeyValue: [`user:gradus:stage$${app.stage}`] },
    },
    // CDK's tags do not reach a budget.
    resourceTags: [
      { key: "gradus:app", value: "gradus" },
      { key: "gradus:stage", value: app.stage },
    ],
    notificationsWithSubscribers: [
      { threshold: 80, notificationType: "ACTUAL" },
      { threshold: 100, notificationType: "FORECASTED" },
    ].map(({ threshold, notificationType }) => ({
      notification: { notificationType, comparisonOperator: "GREATER_THAN", threshold },
      subscribers: config.alerts.to.map((address) => ({ subscriptionType: "EMAIL", address })),
    })),
  });

  function alarm(
    name: string,
    metric: Metric,
    alarmDescription: string,
    { threshold = 1, missing = false }: { threshold?: number; missing?: boolean } = {},
  ): Alarm {
    const made = new Alarm(stack, name, {
      alarmName: `${names.prefix}-${name}`,
      alarmDescription,
      metric,
      threshold,
      evaluationPeriods: 1,
      comparisonOperator: missing
        ? ComparisonOperator.LESS_THAN_THRESHOLD
        : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: missing ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
    });
    made.addAlarmAction(tells);
    made.addOkAction(tells);
    return made;
  }

  function scheduler(metricName: string): Metric {
    return new Metric({
      namespace: "AWS/Scheduler",
      metricName,
      statistic: "Sum",
      period: Duration.minutes(15),
      dimensionsMap: { ScheduleGroup: names.prefix },
    });
  }

  function tableMetric(metricName: string): Metric {
    return new Metric({
      namespace: "AWS/DynamoDB",
      metricName,
      statistic: "Sum",
      period: Duration.minutes(5),
      dimensionsMap: { TableName: names.table },
    });
  }

  function job(
    name: string,
    minutes: number,
    { description, may }: { description: string; may: Parameters<typeof gradusFunction>[2]["may"] },
  ): void {
    const made = gradusFunction(stack, around, {
      name,
      handler: `functions/${name}.handler`,
      description,
      timeoutSeconds: 240,
      memoryMb: 256,
      asynchronous: { failures, retries: 1, maxAgeSeconds: 300 },
      may,
    });
    schedules.add({
      id: `Every-${name}`,
      name: `${names.prefix}-${name}`,
      description,
      every: `rate(${minutes === DAY_MINUTES ? "1 day" : `${minutes} minutes`})`,
      everySeconds: minutes * 60,
      calls: made,
      input: {},
    });
  }
}
