import type { Stack } from "aws-cdk-lib";
import { Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { CfnSchedule } from "aws-cdk-lib/aws-scheduler";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import type { Function } from "sst/constructs";
import { allow } from "./policy.ts";

/** The schedules of a stack, with the one role that may call their functions. */
export interface Schedules {
  add(spec: ScheduleSpec): void;
}

export interface ScheduleSpec {
  id: string;
  name: string;
  description: string;
  /** rate(…) */
  every: string;
  /** The interval in seconds: a call that is older than that is not worth making any more. */
  everySeconds: number;
  calls: Function;
  input: unknown;
}

export function schedulesOf(stack: Stack, options: { group: string; failures: IQueue }): Schedules {
  const { group, failures } = options;
  const role = new Role(stack, "ScheduleRole", {
    assumedBy: new ServicePrincipal("scheduler.amazonaws.com", {
      conditions: { StringEquals: { "aws:SourceAccount": stack.account } },
    }),
    description: "Lets the schedules of Gradus call their functions, and keep what they could not deliver",
  });
  role.addToPolicy(allow(["sqs:SendMessage"], [failures.queueArn]));
  const called = new Set<Function>();
  return {
    add({ id, name, description, every, everySeconds, calls, input }) {
      if (!called.has(calls)) role.addToPolicy(allow(["lambda:InvokeFunction"], [calls.functionArn]));
      called.add(calls);
      const schedule = new CfnSchedule(stack, id, {
        name,
        groupName: group,
        description,
        scheduleExpression: every,
        flexibleTimeWindow: { mode: "FLEXIBLE", maximumWindowInMinutes: 1 },
        target: {
          arn: calls.functionArn,
          roleArn: role.roleArn,
          input: JSON.stringify(input),
          deadLetterConfig: { arn: failures.queueArn },
          retryPolicy: { maximumEventAgeInSeconds: Math.min(everySeconds, 3_600), maximumRetryAttempts: 2 },
        },
      });
      // It fires as soon as it is there: what it may do has to be said before.
      schedule.node.addDependency(role);
    },
  };
}
