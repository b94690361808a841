/**
 * The only actions that may be allowed on `Resource: *`, each with why AWS takes nothing else. Where a condition limits it
 * instead, the condition must be there.
 */
export const ALLOWED_EVERYWHERE: Record<string, { why: string; condition?: string }> = {
  "xray:PutTraceSegments": { why: "X-Ray knows no resource for what is written to it" },
  "xray:PutTelemetryRecords": { why: "X-Ray knows no resource for what is written to it" },
  "xray:GetSamplingRules": { why: "X-Ray knows no resource for what is written to it" },
  "xray:GetSamplingTargets": { why: "X-Ray knows no resource for what is written to it" },
  ...Object.fromEntries(
    [
      "CreateLogDelivery",
      "GetLogDelivery",
      "UpdateLogDelivery",
      "DeleteLogDelivery",
      "ListLogDeliveries",
      "PutResourcePolicy",
      "DescribeResourcePolicies",
      "DescribeLogGroups",
    ].map((action) => [
      `logs:${action}`,
      { why: "vended logs: Step Functions sets up the delivery to its log group, and delivery has no ARN" },
    ]),
  ),
  "ecs:ListTasks": {
    why: "its only resource type is a container instance, which Fargate has not; the cluster is a condition",
    condition: "ecs:cluster",
  },
  "ecs:ListTaskDefinitions": { why: "cannot be limited by resource; it shows names" },
  "cloudwatch:GetMetricData": { why: "cannot be limited by resource; it shows numbers" },
  "cloudwatch:DescribeAlarms": {
    why: "composite alarms are shown only to those who may describe all alarms",
  },
  "tag:GetResources": { why: "cannot be limited by resource; it shows ARNs and tags" },
  "ssm:GetCommandInvocation": { why: "cannot be limited by resource; it shows the output of commands" },
};

/** The actions that only the roles of the machinery may use, not those of our functions. */
export const MACHINERY_ONLY = /^logs:(?!CreateLogStream|PutLogEvents|FilterLogEvents)/;
