/** What of a task can be looked at in the AWS console. */
export interface AwsLink {
  word: string;
  href: string;
}

/** The workflow's verbs as functions, as stacks/remediation.ts names them. */
const verbs = [
  "triage",
  "quick-fix",
  "research",
  "ask-expert",
  "consensus",
  "request-approval",
  "apply",
  "verify",
  "undo",
  "escalate",
  "await-human",
  "learn",
  "alarm",
];

/** The console writes its queries as `~(name~'text~list~(~'text))`, with `*2f` for what is no letter or digit. */
const quoted = (text: string): string =>
  `'${text.replace(/[^A-Za-z0-9_.-]/g, (c) => `*${c.charCodeAt(0).toString(16).padStart(2, "0")}`)}`;

/**
 * From the console's address of the state machine, which is what was deployed with the page, and the name of the task's newest
 * execution. Nothing if that address is none of AWS's.
 */
export function awsLinks(
  console: string,
  region: string,
  task: { id: string; firstSeenAt: number; closedAt?: number | undefined },
  execution: string,
  now: number,
): AwsLink[] {
  const found =
    /^(https:\/\/[^/]+)\/states\/.*\/view\/(arn:([^:]+):states:[^:]+:\d+):stateMachine:([\w-]+)$/.exec(
      console,
    );
  if (!found) return [];
  const [, origin = "", states = "", , machine = ""] = found;
  const prefix = machine.replace(/-remediation$/, "");
  const groups = [
    `/aws/vendedlogs/states/${machine}`,
    ...verbs.map((verb) => `/aws/lambda/${prefix}-${verb}`),
  ];
  const iso = (at: number): string => quoted(new Date(at).toISOString());
  const [start, end] = [iso(task.firstSeenAt - 60_000), iso((task.closedAt ?? now) + 60_000)];
  const query = `fields @timestamp, @log, @message\n| filter @message like "${task.id}"\n| sort @timestamp asc\n| limit 1000`;
  const home = `${origin}/cloudwatch/home?region=${region}#`;
  return [
    {
      word: "Execution in Step Functions",
      href: `${origin}/states/home?region=${region}#/v2/executions/details/${states}:execution:${machine}:${execution}`,
    },
    {
      word: "Logs in CloudWatch",
      href: `${home}logsV2:logs-insights$3FqueryDetail$3D~(end~${end}~start~${start}~timeType~'ABSOLUTE~tz~'UTC~editorString~${quoted(query)}~source~(${groups.map((group) => `~${quoted(group)}`).join("")}))`,
    },
    {
      word: "Traces in X-Ray",
      href: `${home}xray:traces/query?~(query~(expression~${quoted(`service("${machine}")`)})~context~(timeRange~(end~${end}~start~${start})))`,
    },
  ];
}
