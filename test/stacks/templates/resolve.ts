import { ACCOUNT, REGION } from "../configurations.ts";
import { at, type Found, isRecord, type StackName, type StackTemplate, type Templates } from "./template.ts";

/** Follows a Ref, GetAtt or ImportValue to the resource it points at, through the exports of other stacks. */
export function pointed(templates: Templates, stack: StackName, value: unknown): Found | undefined {
  if (!isRecord(value)) return undefined;
  const [attribute] = value["Fn::GetAtt"] === undefined ? [] : [value["Fn::GetAtt"]].flat();
  const id = value["Ref"] ?? attribute;
  if (typeof id === "string") {
    const resource = templates[stack].Resources[id];
    return resource && { stack, id, type: resource.Type, props: resource.Properties ?? {}, resource };
  }
  const imported = exported(templates, value["Fn::ImportValue"]);
  return imported && pointed(templates, imported.stack, imported.value);
}

function exported(templates: Templates, name: unknown): { stack: StackName; value: unknown } | undefined {
  for (const [stack, template] of Object.entries(templates) as Array<[StackName, StackTemplate]>)
    for (const output of Object.values(template.Outputs ?? {}))
      if (name !== undefined && output.Export?.Name === name) return { stack, value: output.Value };
  return undefined;
}

/**
 * The text that a value stands for, with names and ARNs as they will be: a reference by Ref and an ARN that is written out
 * come to the same text. What only AWS can know is `<Stack/Id.Attribute>`.
 */
export function text(templates: Templates, stack: StackName, value: unknown): string {
  if (typeof value === "string") return value;
  if (!isRecord(value)) return JSON.stringify(value ?? "");
  const inner = (part: unknown): string => text(templates, stack, part);
  const pseudo = value["Ref"];
  if (typeof pseudo === "string" && pseudo in PSEUDO) return PSEUDO[pseudo] ?? "";
  const join = value["Fn::Join"];
  if (Array.isArray(join)) return (join[1] as unknown[]).map(inner).join(String(join[0]));
  const imported = exported(templates, value["Fn::ImportValue"]);
  if (imported) return text(templates, imported.stack, imported.value);
  const found = pointed(templates, stack, value);
  if (!found) return JSON.stringify(value);
  const attribute = Array.isArray(value["Fn::GetAtt"]) ? String(value["Fn::GetAtt"][1]) : "Ref";
  return known(found, attribute) ?? `<${found.stack}/${found.id}.${attribute}>`;
}

/** A function's environment as it will see it. */
export function environmentOf(templates: Templates, { stack, props }: Found): Record<string, string> {
  const variables = at(props, "Environment", "Variables");
  return Object.fromEntries(
    Object.entries(isRecord(variables) ? variables : {}).map(([k, v]) => [k, text(templates, stack, v)]),
  );
}

const PSEUDO: Record<string, string> = {
  "AWS::Partition": "aws",
  "AWS::AccountId": ACCOUNT,
  "AWS::URLSuffix": "amazonaws.com",
  "AWS::Region": REGION,
};

/** Property with the name, and what stands before it in the ARN; which attributes give the name, and which the ARN. */
const KINDS: Record<
  string,
  { name: string; arn: (where: string) => string; names: string[]; arns: string[] }
> = {
  "AWS::Lambda::Function": {
    name: "FunctionName",
    arn: (w) => `arn:aws:lambda:${w}:function:`,
    names: ["Ref"],
    arns: ["Arn"],
  },
  "AWS::SQS::Queue": {
    name: "QueueName",
    arn: (w) => `arn:aws:sqs:${w}:`,
    names: ["QueueName"],
    arns: ["Arn"],
  },
  "AWS::SNS::Topic": {
    name: "TopicName",
    arn: (w) => `arn:aws:sns:${w}:`,
    names: [],
    arns: ["Ref", "TopicArn"],
  },
  "AWS::Events::EventBus": {
    name: "Name",
    arn: (w) => `arn:aws:events:${w}:event-bus/`,
    names: ["Ref", "Name"],
    arns: ["Arn"],
  },
  "AWS::DynamoDB::Table": {
    name: "TableName",
    arn: (w) => `arn:aws:dynamodb:${w}:table/`,
    names: ["Ref"],
    arns: ["Arn"],
  },
  "AWS::StepFunctions::StateMachine": {
    name: "StateMachineName",
    arn: (w) => `arn:aws:states:${w}:stateMachine:`,
    names: ["Name"],
    arns: ["Ref", "Arn"],
  },
  "AWS::Scheduler::ScheduleGroup": { name: "Name", arn: () => "", names: ["Ref"], arns: [] },
  "AWS::SES::ConfigurationSet": { name: "Name", arn: () => "", names: ["Ref"], arns: [] },
  "AWS::SES::EmailIdentity": { name: "EmailIdentity", arn: () => "", names: ["Ref"], arns: [] },
  "AWS::Logs::LogGroup": {
    name: "LogGroupName",
    arn: (w) => `arn:aws:logs:${w}:log-group:`,
    names: ["Ref"],
    arns: ["Arn"],
  },
};

function known({ type, props }: Found, attribute: string): string | undefined {
  const kind = KINDS[type];
  const name = kind && props[kind.name];
  if (typeof name !== "string") return undefined;
  if (kind?.names.includes(attribute)) return name;
  return kind?.arns.includes(attribute) ? `${kind.arn(`${REGION}:${ACCOUNT}`)}${name}` : undefined;
}
