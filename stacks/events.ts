import { Duration } from "aws-cdk-lib";
import { EventBus } from "aws-cdk-lib/aws-events";
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Topic } from "aws-cdk-lib/aws-sns";
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs";
import { NagSuppressions } from "cdk-nag";
import type { StackContext } from "sst/constructs";
import { alarmTo } from "./support/alarm.ts";
import { namesOf } from "./support/names.ts";
import { settingsOf } from "./support/settings.ts";

/** The bus of domain events, the queue of what could not be delivered, and the topic that reaches people without Gradus. */
export function Events({ stack, app }: StackContext) {
  const { config } = settingsOf(app);
  const names = namesOf(stack, app.stage);
  const bus = new EventBus(stack, "Bus", {
    eventBusName: names.bus,
    description: "What happens in Gradus: task.opened, action.applied, escalation.opened, …",
  });
  const operators = new Topic(stack, "Operators", {
    topicName: `${names.prefix}-operators`,
    displayName: `Gradus ${app.stage}`,
    enforceSSL: true,
  });
  for (const { address } of config.alerts.to) operators.addSubscription(new EmailSubscription(address));
  for (const service of ["cloudwatch", "budgets"])
    operators.grantPublish(
      new ServicePrincipal(`${service}.amazonaws.com`, {
        conditions: { StringEquals: { "aws:SourceAccount": stack.account } },
      }),
    );
  const failures = new Queue(stack, "Failures", {
    queueName: `${names.prefix}-failures`,
    retentionPeriod: Duration.days(14),
    enforceSSL: true,
    encryption: QueueEncryption.SQS_MANAGED,
  });
  NagSuppressions.addResourceSuppressions(failures, [
    {
      id: "AwsSolutions-SQS3",
      reason:
        "It is the dead-letter queue of all schedules, rules and functions; an alarm says when it holds anything",
    },
  ]);
  // By name, so that rules of later stacks need not be known here.
  failures.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal("events.amazonaws.com")],
      actions: ["sqs:SendMessage"],
      resources: [failures.queueArn],
      conditions: {
        // Rules of this stage alone: on the default bus by their names, on its own bus by the bus.
        ArnLike: {
          "aws:SourceArn": [`${names.prefix}-*`, `${names.prefix}/*`].map(
            (rule) => `arn:${stack.partition}:events:${stack.region}:${stack.account}:rule/${rule}`,
          ),
        },
      },
    }),
  );
  alarmTo(stack, "FailuresWait", {
    alarmName: `${names.prefix}-failures`,
    alarmDescription:
      "Something could not be delivered or done, and is kept in the queue of failures for 14 days: look at its messages.",
    metric: failures.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1) }),
    operators,
  });
  stack.addOutputs({ Bus: bus.eventBusName, Failures: failures.queueUrl, Operators: operators.topicArn });
  return { bus, operators, failures };
}
