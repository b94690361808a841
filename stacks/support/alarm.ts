import type { Stack } from "aws-cdk-lib";
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import type { ITopic } from "aws-cdk-lib/aws-sns";

interface AlarmSpec {
  alarmName: string;
  alarmDescription: string;
  metric: IMetric;
  operators: ITopic;
  threshold?: number;
  /** Silence is what it listens for: a number below the threshold, or none. */
  silence?: boolean;
}

/** An alarm that tells the operators, by a way that needs no Gradus. */
export function alarmTo(
  stack: Stack,
  id: string,
  { operators, threshold = 1, silence = false, ...spec }: AlarmSpec,
): Alarm {
  const alarm = new Alarm(stack, id, {
    ...spec,
    threshold,
    evaluationPeriods: 1,
    comparisonOperator: silence
      ? ComparisonOperator.LESS_THAN_THRESHOLD
      : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: silence ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
  });
  alarm.addAlarmAction(new SnsAction(operators));
  return alarm;
}
