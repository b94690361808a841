import { Duration, RemovalPolicy, type Stack } from "aws-cdk-lib";
import { type PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { CfnFunction, LoggingFormat } from "aws-cdk-lib/aws-lambda";
import { SqsDestination } from "aws-cdk-lib/aws-lambda-destinations";
import { LogGroup, type RetentionDays } from "aws-cdk-lib/aws-logs";
import type { ITopic } from "aws-cdk-lib/aws-sns";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import { NagSuppressions } from "cdk-nag";
import { Function, type FunctionProps } from "sst/constructs";
import { alarmTo } from "./alarm.ts";
import { BUNDLING } from "./bundling.ts";
import { allow } from "./policy.ts";
import { explainWildcards } from "./wildcards.ts";

/** What every function of a stage shares. */
export interface FunctionSurroundings {
  prefix: string;
  environment: Readonly<Record<string, string>>;
  /** Path, relative to the repository, of the file with the deployed targets. */
  targetsFile: string;
  logDays: RetentionDays;
  operators: ITopic;
  reservedConcurrency: boolean;
}

export interface FunctionSpec {
  /** Short name: gradus-<stage>-<name>. */
  name: string;
  /** File and export, e.g. functions/detect.handler */
  handler: string;
  description: string;
  timeoutSeconds: number;
  memoryMb: number;
  /** How many may run at once, for those that probe, act or ask models. */
  atMost?: number;
  environment?: Readonly<Record<string, string>>;
  may: readonly PolicyStatement[];
  /** Further files that lie beside the code. */
  copy?: ReadonlyArray<{ from: string; to: string }>;
  /** For those that are called asynchronously: where what could not be done is kept. */
  asynchronous?: FunctionAsync;
  /** false: runs in AWS even under `sst dev`. */
  live?: false;
}

interface FunctionAsync {
  failures: IQueue;
  retries: 0 | 1 | 2;
  maxAgeSeconds: number;
}

/** One function with a role, a log group and alarms of its own. Nothing is shared, so each may do exactly what it needs. */
export function gradusFunction(stack: Stack, around: FunctionSurroundings, spec: FunctionSpec): Function {
  const functionName = `${around.prefix}-${spec.name}`;
  const id = idOf(spec.name);
  const logGroup = new LogGroup(stack, `${id}Log`, {
    logGroupName: `/aws/lambda/${functionName}`,
    retention: around.logDays,
    // Never kept: a detector that comes back after its last target was gone would find its name taken.
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const role = new Role(stack, `${id}Role`, {
    assumedBy: new ServicePrincipal("lambda.amazonaws.com"),
    description: `What ${functionName} may do`,
  });
  const may = [
    allow(
      ["logs:CreateLogStream", "logs:PutLogEvents"],
      [
        `arn:${stack.partition}:logs:${stack.region}:${stack.account}:log-group:/aws/lambda/${functionName}:log-stream:*`,
      ],
    ),
    allow(["xray:PutTraceSegments", "xray:PutTelemetryRecords"], ["*"]),
    ...spec.may,
  ];
  for (const statement of may) role.addToPolicy(statement);
  explainWildcards(role, may);
  const made = new Function(stack, id, {
    handler: spec.handler,
    functionName,
    description: spec.description,
    runtime: "nodejs22.x",
    architecture: "arm_64",
    timeout: spec.timeoutSeconds,
    memorySize: spec.memoryMb,
    tracing: "active",
    loggingFormat: LoggingFormat.JSON,
    logGroup,
    role,
    environment: { ...around.environment, ...spec.environment },
    copyFiles: [{ from: around.targetsFile, to: "targets.json" }, ...(spec.copy ?? [])],
    nodejs: BUNDLING,
    ...(spec.atMost !== undefined && around.reservedConcurrency
      ? { reservedConcurrentExecutions: spec.atMost }
      : {}),
    ...(spec.live === false ? { enableLiveDev: false } : {}),
    ...asynchronously(spec.asynchronous),
  });
  NagSuppressions.addResourceSuppressions(made, [
    { id: "AwsSolutions-L1", reason: "nodejs22.x is the newest runtime that SST 2.49.8 can deploy" },
  ]);
  const inner = made.node.defaultChild as CfnFunction;
  inner.addPropertyOverride("LoggingConfig.ApplicationLogLevel", "INFO");
  inner.addPropertyOverride("LoggingConfig.SystemLogLevel", "WARN");
  watch(stack, around, made, spec.name);
  return made;
}

/** Asked for when the function is made: `sst dev` has set its own by then, and a second setting is refused. */
const asynchronously = (spec: FunctionSpec["asynchronous"]): FunctionProps =>
  spec
    ? {
        onFailure: new SqsDestination(spec.failures),
        retryAttempts: spec.retries,
        maxEventAge: Duration.seconds(spec.maxAgeSeconds),
      }
    : {};

/** Errors and throttles tell people, by a way that needs no Gradus. */
function watch(stack: Stack, around: FunctionSurroundings, made: Function, name: string): void {
  for (const [what, metric] of [
    ["errors", made.metricErrors({ period: Duration.minutes(5) })],
    ["throttles", made.metricThrottles({ period: Duration.minutes(5) })],
  ] as const) {
    alarmTo(stack, `${idOf(name)}${what === "errors" ? "Errors" : "Throttles"}`, {
      alarmName: `${around.prefix}-${name}-${what}`,
      alarmDescription: `${around.prefix}-${name} has ${what}. Its log group is /aws/lambda/${around.prefix}-${name}.`,
      metric,
      operators: around.operators,
    });
  }
}

const idOf = (name: string): string =>
  name
    .split("-")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
