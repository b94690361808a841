import { listOf } from "../templates/template.ts";
import { environmentOf, find, inside, allowing, type Mutation, redefine } from "./mutation.ts";

const MACHINE = "arn:aws:states:eu-central-1:123456789012:stateMachine:gradus-prod-remediation";
const SCHEDULE = "AWS::Scheduler::Schedule";

export const workflowAndEvents: Mutation[] = [
  {
    name: "an execution may run for a year",
    caughtBy: ["14"],
    break: (t) => redefine(t, (d) => delete d["TimeoutSeconds"]),
  },
  {
    // The verb's own timeout is then below nothing.
    name: "a state waits for ever",
    caughtBy: ["2", "15"],
    break: (t) => redefine(t, (d) => delete inside(d, "States", "Verify")["TimeoutSeconds"]),
  },
  {
    name: "a wait for a person has no heartbeat",
    caughtBy: ["16"],
    break: (t) => redefine(t, (d) => delete inside(d, "States", "Await human")["HeartbeatSeconds"]),
  },
  {
    name: "all retries come at the same moment",
    caughtBy: ["17"],
    break: (t) =>
      redefine(t, (d) => {
        for (const retry of listOf(inside(d, "States", "Research")["Retry"]))
          delete inside({ retry }, "retry")["JitterStrategy"];
      }),
  },
  {
    name: "a Catch is missing",
    caughtBy: ["18"],
    break: (t) => redefine(t, (d) => delete inside(d, "States", "Apply")["Catch"]),
  },
  {
    name: "a Catch within the Map is missing",
    caughtBy: ["18"],
    break: (t) =>
      redefine(
        t,
        (d) => delete inside(d, "States", "Consult", "ItemProcessor", "States", "Ask expert")["Catch"],
      ),
  },
  {
    name: "a fault is caught to where nobody is told",
    caughtBy: ["18"],
    break: (t) =>
      redefine(t, (d) => {
        inside(d, "States", "Verify")["Catch"] = [{ ErrorEquals: ["States.ALL"], Next: "Closed" }];
      }),
  },
  {
    name: "the log holds what executions carry",
    caughtBy: ["19"],
    break: (t) => {
      const machine = find(t, "AWS::StepFunctions::StateMachine");
      inside(machine.props, "LoggingConfiguration")["IncludeExecutionData"] = true;
    },
  },
  {
    name: "the alias is dropped",
    caughtBy: ["20"],
    break: (t) => delete t.Remediation.Resources["MachineAlias"],
  },
  {
    name: "a detector starts the machine itself",
    caughtBy: ["20"],
    break: (t) => (environmentOf(t, "DetectHttp")["GRADUS_MACHINE"] = MACHINE),
  },
  {
    name: "a detector may start any version",
    caughtBy: ["20"],
    break: (t) => delete allowing(t, "DetectHttp", "states:StartExecution")["Condition"],
  },
  {
    name: "a schedule has no dead-letter queue",
    caughtBy: ["22"],
    break: (t) => delete inside(find(t, SCHEDULE, "Everyhttp").props, "Target")["DeadLetterConfig"],
  },
  {
    name: "a schedule tries for longer than its interval",
    caughtBy: ["22"],
    break: (t) =>
      (inside(find(t, SCHEDULE, "Everyhttp").props, "Target", "RetryPolicy")["MaximumEventAgeInSeconds"] =
        120),
  },
  {
    name: "the schedules' role may not write to the dead-letter queue",
    caughtBy: ["22"],
    break: (t) => (allowing(t, "Schedule", "sqs:SendMessage")["Action"] = "sqs:GetQueueUrl"),
  },
  {
    name: "all schedules come at the same second",
    caughtBy: ["23"],
    break: (t) => (find(t, SCHEDULE, "Everyhttp").props["FlexibleTimeWindow"] = { Mode: "OFF" }),
  },
  {
    name: "an event that could not be handled is lost",
    caughtBy: ["24"],
    break: (t) => {
      const [target] = listOf(find(t, "AWS::Events::Rule", "MailRequested").props["Targets"]);
      delete inside({ target }, "target")["DeadLetterConfig"];
    },
  },
  {
    name: "the dead-letter queue takes nothing from rules",
    caughtBy: ["24"],
    break: (t) => {
      const policy = inside(find(t, "AWS::SQS::QueuePolicy").props, "PolicyDocument");
      policy["Statement"] = listOf(policy["Statement"]).slice(0, 1);
    },
  },
];
