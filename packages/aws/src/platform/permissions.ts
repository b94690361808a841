/** Where Gradus is deployed. */
export interface Place {
  partition: string;
  region: string;
  account: string;
}

/** Which resources a role may use; where a list is left out: all of that kind. Names, not ARNs. */
export interface Names {
  clusters?: readonly string[];
  functions?: readonly string[];
  instances?: readonly string[];
  logGroups?: readonly string[];
  /** Roles that the task definitions of managed services name (task role and execution role). */
  taskRoles?: readonly string[];
}

export interface Permission {
  actions: readonly string[];
  /** ARN patterns; "*" only where AWS takes nothing else, and then `why` says so. */
  resources: "*" | ((place: Place, names: Names) => string[]);
  /** Why it is "*", or why it is needed at all. */
  why?: string;
  /** Condition operator → key → value, beyond the tag. */
  conditions?: (place: Place, names: Names) => Record<string, Record<string, string | string[]>>;
  /** Only with `aws:ResourceTag/gradus:managed`: nothing untagged is touched. */
  tagged?: boolean;
}

export type PermissionKind = "ecs" | "lambda" | "rds" | "cloudwatch" | "logs" | "discovery";

const all = ["*"];
const arn = (service: string, { partition, region, account }: Place, rest: string): string =>
  `arn:${partition}:${service}:${region}:${account}:${rest}`;

const clusters = (place: Place, { clusters: names = all }: Names): string[] =>
  names.map((name) => arn("ecs", place, `cluster/${name}`));
const services = (place: Place, { clusters: names = all }: Names): string[] =>
  names.map((name) => arn("ecs", place, `service/${name}/*`));
const tasks = (place: Place, { clusters: names = all }: Names): string[] =>
  names.map((name) => arn("ecs", place, `task/${name}/*`));
const functions = (place: Place, { functions: names = all }: Names): string[] =>
  names.map((name) => arn("lambda", place, `function:${name}`));
/** With an alias or a version after the name, for calls that carry one. */
const qualified = (place: Place, { functions: names = all }: Names): string[] =>
  functions(place, { functions: names }).flatMap((name) => [name, `${name}:*`]);
const instances = (place: Place, { instances: names = all }: Names): string[] =>
  names.map((name) => arn("rds", place, `db:${name}`));
const logGroups = (place: Place, { logGroups: names = all }: Names): string[] =>
  names.flatMap((name) => [
    arn("logs", place, `log-group:${name}`),
    arn("logs", place, `log-group:${name}:*`),
  ]);
const taskRoles = ({ partition, account }: Place, { taskRoles: names = all }: Names): string[] =>
  names.map((name) => `arn:${partition}:iam::${account}:role/${name}`);

/** What looking at targets of a kind takes. Nothing here changes anything. */
export const observeActions: Record<PermissionKind, readonly Permission[]> = {
  ecs: [
    { actions: ["ecs:DescribeServices"], resources: services },
    { actions: ["ecs:DescribeTasks"], resources: tasks },
    {
      actions: ["ecs:ListTasks"],
      resources: "*",
      why: "ecs:ListTasks is limited by the condition ecs:cluster; its only resource type is a container instance",
      conditions: (place, names) => ({ ArnLike: { "ecs:cluster": clusters(place, names) } }),
    },
    {
      actions: ["ecs:ListTaskDefinitions"],
      resources: "*",
      why: "ecs:ListTaskDefinitions cannot be limited by resource",
    },
  ],
  lambda: [
    { actions: ["lambda:GetFunctionConfiguration", "lambda:GetAlias"], resources: qualified },
    {
      actions: ["lambda:GetFunctionConcurrency", "lambda:ListVersionsByFunction"],
      resources: functions,
    },
    metricData(),
  ],
  rds: [{ actions: ["rds:DescribeDBInstances"], resources: instances }, metricData()],
  cloudwatch: [
    metricData(),
    {
      actions: ["cloudwatch:DescribeAlarms"],
      resources: "*",
      why: "CloudWatch shows composite alarms only to those who may describe all alarms",
    },
  ],
  logs: [{ actions: ["logs:FilterLogEvents"], resources: logGroups }],
  discovery: [
    { actions: ["tag:GetResources"], resources: "*", why: "tag:GetResources cannot be limited by resource" },
  ],
};

/** What acting on targets of a kind takes, beside what looking at them takes. */
export const actActions: Record<PermissionKind, readonly Permission[]> = {
  ecs: [
    { actions: ["ecs:UpdateService"], resources: services, tagged: true },
    {
      actions: ["iam:PassRole"],
      resources: taskRoles,
      why: "ecs:UpdateService asks for it when it names a task definition that has roles: without it no roll back",
      conditions: () => ({ StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } }),
    },
  ],
  lambda: [
    { actions: ["lambda:UpdateAlias", "lambda:PutFunctionConcurrency"], resources: functions, tagged: true },
  ],
  rds: [
    {
      actions: ["rds:RebootDBInstance", "rds:StartDBInstance", "rds:ModifyDBInstance"],
      resources: instances,
      tagged: true,
    },
  ],
  cloudwatch: [],
  logs: [],
  discovery: [],
};

function metricData(): Permission {
  return {
    actions: ["cloudwatch:GetMetricData"],
    resources: "*",
    why: "cloudwatch:GetMetricData cannot be limited by resource",
  };
}
