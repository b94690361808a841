import { METRICS } from "@gradus/aws/names";
import { Duration } from "aws-cdk-lib";
import { Metric } from "aws-cdk-lib/aws-cloudwatch";

const FIVE = Duration.minutes(5);

/** The numbers that tell how a stage is: our own, and those of the services that it is made of. */
export interface StageMetrics {
  /** As functions/runtime/observe.ts writes them. */
  gradus: (name: string, period: Duration, statistic?: string) => Metric;
  states: (name: string) => Metric;
  scheduler: (name: string) => Metric;
  /** Of the table, or of one of its indexes. */
  table: (name: string, index?: string) => Metric;
}

export function metricsOf(of: {
  stage: string;
  prefix: string;
  machineArn: string;
  table: string;
}): StageMetrics {
  const metric =
    (namespace: string, dimensionsMap: Record<string, string>) =>
    (metricName: string, period = FIVE, statistic = "Sum"): Metric =>
      new Metric({ namespace, metricName, statistic, period, dimensionsMap });
  const scheduler = metric("AWS/Scheduler", { ScheduleGroup: of.prefix });
  return {
    gradus: metric(METRICS, { stage: of.stage, service: of.prefix }),
    states: metric("AWS/States", { StateMachineArn: of.machineArn }),
    scheduler: (name) => scheduler(name, Duration.minutes(15)),
    table: (name, index) =>
      metric("AWS/DynamoDB", {
        TableName: of.table,
        ...(index === undefined ? {} : { GlobalSecondaryIndexName: index }),
      })(name),
  };
}
