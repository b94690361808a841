import { remediation, verbNames, type Verb } from "@gradus/workflows";
import { CfnDeletionPolicy } from "aws-cdk-lib";
import { type PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import { CfnStateMachine, CfnStateMachineAlias, CfnStateMachineVersion } from "aws-cdk-lib/aws-stepfunctions";
import { type StackContext, use } from "sst/constructs";
import { Events } from "./events.ts";
import { actingEnvironment, observingEnvironment } from "./support/documents.ts";
import { gradusFunction } from "./support/function.ts";
import { ALIAS, namesOf } from "./support/names.ts";
import { allow, policiesOf } from "./support/policy.ts";
import { settingsOf } from "./support/settings.ts";
import { surroundingsOf } from "./support/surroundings.ts";
import { acting, observingAll, undoing } from "./support/targets-policy.ts";
import { modelArns } from "./support/models.ts";
import { timeoutOf } from "./support/verb-timeout.ts";
import { explainWildcards } from "./support/wildcards.ts";

/** What a verb needs beside the table and the bus, and how many of it may run at once. */
interface VerbNeeds {
  may?: PolicyStatement[];
  atMost?: number;
  environment?: Record<string, string>;
}

/** The workflow: one function for each verb, and the state machine that is the same data as on one machine. */
export function Remediation({ stack, app }: StackContext) {
  const { config, removalPolicy, logDays } = settingsOf(app);
  const names = namesOf(stack, app.stage);
  const policies = policiesOf(stack, names);
  const around = surroundingsOf(stack, app);
  const { operators } = use(Events);

  gradusFunction(stack, around, {
    name: "control",
    handler: "functions/outbound/control.handler",
    description:
      "Uses the declared HTTP controls of targets (clear cache, reload). Its role has no permissions.",
    timeoutSeconds: 60,
    memoryMb: 256,
    atMost: 10,
    may: [],
  });

  const look = [policies.invoke("probe"), ...observingAll(stack, app)];
  const eyes = observingEnvironment(stack, app);
  const hands = actingEnvironment(stack, app);
  const models =
    config.models.length > 0
      ? [
          allow(
            ["bedrock:InvokeModel"],
            config.models.flatMap((model) => modelArns(stack, model)),
          ),
        ]
      : [];
  const needs: Record<Verb, VerbNeeds> = {
    Triage: { may: look, environment: eyes, atMost: 20 },
    QuickFix: { may: look, environment: eyes, atMost: 20 },
    Research: { may: [...look, ...models], environment: eyes, atMost: 10 },
    AskExpert: { may: models, atMost: 15 },
    Consensus: { may: [...look, ...models], environment: eyes, atMost: 10 },
    RequestApproval: { may: [policies.answerWaits] },
    Apply: {
      may: [...look, policies.invoke("control"), ...acting(stack, app)],
      environment: hands,
      atMost: 10,
    },
    // What only holds while it lasts (paused work) is taken back here, by the target's own control.
    Verify: {
      may: [...look, policies.invoke("control"), ...undoing(stack, app)],
      environment: hands,
      atMost: 20,
    },
    Undo: {
      may: [...look, policies.invoke("control"), ...acting(stack, app)],
      environment: hands,
      atMost: 10,
    },
    Escalate: { may: [...look, policies.answerWaits], environment: eyes, atMost: 20 },
    AwaitHuman: { may: [policies.answerWaits] },
    Learn: { may: [policies.answerWaits] },
    Alarm: {},
  };
  const functions = Object.fromEntries(
    verbNames.map((verb) => {
      const { may = [], atMost, environment = {} } = needs[verb];
      const name = kebab(verb);
      const made = gradusFunction(stack, around, {
        name,
        handler: `functions/remediation/${name}.handler`,
        description: `The workflow's verb ${verb}.`,
        timeoutSeconds: timeoutOf(verb),
        memoryMb: 512,
        environment,
        may: [policies.readTable, policies.writeTable, policies.publishEvents, ...may],
        ...(atMost === undefined ? {} : { atMost }),
      });
      return [verb, made];
    }),
  );

  const role = new Role(stack, "MachineRole", {
    assumedBy: new ServicePrincipal("states.amazonaws.com", {
      conditions: { StringEquals: { "aws:SourceAccount": stack.account } },
    }),
    description: "Lets the remediation workflow call its verbs, and tell operators",
  });
  role.addToPolicy(
    allow(
      ["lambda:InvokeFunction"],
      Object.values(functions).map((f) => f.functionArn),
    ),
  );
  role.addToPolicy(allow(["sns:Publish"], [operators.topicArn]));
  // AWS lets neither of these be limited to a resource.
  const everywhere = [allow(VENDED_LOGS, ["*"]), allow(TRACES, ["*"])];
  for (const statement of everywhere) role.addToPolicy(statement);
  explainWildcards(role, everywhere);
  const log = new LogGroup(stack, "MachineLog", {
    logGroupName: `/aws/vendedlogs/states/${names.machine}`,
    retention: logDays,
    removalPolicy,
  });
  const machine = new CfnStateMachine(stack, "Machine", {
    stateMachineName: names.machine,
    stateMachineType: "STANDARD",
    roleArn: role.roleArn,
    definitionString: JSON.stringify(remediation),
    definitionSubstitutions: {
      ...Object.fromEntries(Object.entries(functions).map(([verb, f]) => [verb, f.functionArn])),
      OperatorsTopic: operators.topicArn,
    },
    loggingConfiguration: {
      level: "ALL",
      includeExecutionData: false,
      destinations: [{ cloudWatchLogsLogGroup: { logGroupArn: log.logGroupArn } }],
    },
    tracingConfiguration: { enabled: true },
  });
  machine.node.addDependency(role);
  // Each change of the definition is a version of its own; executions under way go on with theirs.
  const version = new CfnStateMachineVersion(stack, "MachineVersion", {
    stateMachineArn: machine.attrArn,
    stateMachineRevisionId: machine.attrStateMachineRevisionId,
  });
  version.cfnOptions.updateReplacePolicy = CfnDeletionPolicy.RETAIN;
  new CfnStateMachineAlias(stack, "MachineAlias", {
    name: ALIAS,
    description: "What detectors start",
    routingConfiguration: [{ stateMachineVersionArn: version.attrArn, weight: 100 }],
  });
  stack.addOutputs({ Machine: machine.attrArn });
  return { machine };
}

const VENDED_LOGS = [
  "logs:CreateLogDelivery",
  "logs:GetLogDelivery",
  "logs:UpdateLogDelivery",
  "logs:DeleteLogDelivery",
  "logs:ListLogDeliveries",
  "logs:PutResourcePolicy",
  "logs:DescribeResourcePolicies",
  "logs:DescribeLogGroups",
];
const TRACES = [
  "xray:PutTraceSegments",
  "xray:PutTelemetryRecords",
  "xray:GetSamplingRules",
  "xray:GetSamplingTargets",
];

export const kebab = (verb: string): string => verb.replace(/(?<=[a-z])([A-Z])/g, "-$1").toLowerCase();
