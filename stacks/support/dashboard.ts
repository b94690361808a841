import { Duration, type Stack } from "aws-cdk-lib";
import {
  type Alarm,
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  SingleValueWidget,
  TextWidget,
} from "aws-cdk-lib/aws-cloudwatch";
import type { StageMetrics } from "./metrics.ts";

interface Shown {
  name: string;
  stage: string;
  metrics: StageMetrics;
  alarms: Alarm[];
}

const FIVE = Duration.minutes(5);

/** What an operator of Gradus looks at in CloudWatch: is it watching, does it get on, is it well. */
export function dashboard(stack: Stack, { name, stage, metrics, alarms }: Shown): void {
  const { gradus, states, table } = metrics;
  new Dashboard(stack, "Dashboard", {
    dashboardName: name,
    widgets: [
      [
        new TextWidget({
          markdown: `# Gradus ${stage}\nIs it watching, does it get on, is it well?`,
          width: 24,
          height: 2,
        }),
      ],
      [
        new SingleValueWidget({
          title: "Now",
          width: 12,
          metrics: [
            gradus("OpenTasks", FIVE, "Maximum"),
            gradus("OpenEscalations", FIVE, "Maximum"),
            gradus("TargetsFailing", FIVE, "Maximum"),
          ],
        }),
        new AlarmStatusWidget({ title: "Alarms about Gradus itself", width: 12, alarms }),
      ],
      [
        new GraphWidget({
          title: "Looks",
          width: 8,
          left: [gradus("Looks", FIVE), gradus("LooksFailed", FIVE)],
        }),
        new GraphWidget({
          title: "Tasks",
          width: 8,
          left: [gradus("TasksOpened", FIVE), states("ExecutionsSucceeded"), states("ExecutionsFailed")],
        }),
        new GraphWidget({
          title: "How long a pass takes (ms)",
          width: 8,
          left: [gradus("PassTime", FIVE, "p95")],
        }),
      ],
      [
        new GraphWidget({ title: "Steps (ms)", width: 8, left: [gradus("VerbTime", FIVE, "p95")] }),
        new GraphWidget({
          title: "Table",
          width: 8,
          left: [table("ConsumedReadCapacityUnits"), table("ConsumedWriteCapacityUnits")],
        }),
        new GraphWidget({
          title: "Models (USD)",
          width: 8,
          left: [gradus("ModelSpendUsd", Duration.days(1))],
        }),
      ],
    ],
  });
}
