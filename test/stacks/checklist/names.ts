import { readSettings } from "../../../functions/runtime/settings.ts";
import { environmentOf } from "../templates/resolve.ts";
import { shortName, statementsOf } from "../templates/statements.ts";
import { all, type Found, nameOf, type Templates } from "../templates/template.ts";
import type { Rule } from "./rule.ts";

/** Names are fixed by the stage, and written out where a reference would make a circle: so nothing but this sees a wrong one. */
const NAMES = [
  "FunctionName",
  "TableName",
  "Name",
  "QueueName",
  "TopicName",
  "StateMachineName",
  "UserPoolName",
  "BucketName",
];

const exist: Rule = {
  id: "names",
  title: "what functions are told, and what they may use of ours, exists",
  check(templates) {
    const known = new Set(all(templates).flatMap(({ props }) => NAMES.map((key) => props[key])));
    const unknown = new Map<string, string[]>();
    for (const fn of all(templates, "AWS::Lambda::Function"))
      for (const [where, name] of ours(templates, fn))
        if (!known.has(name)) unknown.set(name, [...(unknown.get(name) ?? []), `${nameOf(fn)} (${where})`]);
    return [...unknown].map(([name, [first = "", ...more]]) => {
      return `${first}: names ${name}, which no stack makes; so do ${more.length} others`;
    });
  },
};

const OWN = /^gradus-[a-z0-9]+(-[a-z-]+)?$/;
const IN_ARN =
  /^arn:aws:(?:lambda|dynamodb|events|states|ssm|sqs):[^:]*:\d*:(?:function:|table\/|event-bus\/|stateMachine:|execution:|document\/)?(gradus-[a-z0-9-]+)/;

function ours(templates: Templates, fn: Found): Array<[where: string, name: string]> {
  const told = Object.entries(environmentOf(templates, fn));
  const used = statementsOf(templates, fn).flatMap((s) =>
    s.resources.map((r) => [s.actions.join(", "), r] as const),
  );
  return [...told, ...used].flatMap(([where, value]): Array<[string, string]> => {
    const name = OWN.test(value) ? value : IN_ARN.exec(value)?.[1];
    return name === undefined ? [] : [[where, name]];
  });
}

/** These read none of the runtime's settings. */
const OTHERS = new Set(["probe", "control", "publish-site"]);

const settings: Rule = {
  id: "settings",
  title: "every function is told what the runtime's own schema asks for",
  check: (templates) =>
    all(templates, "AWS::Lambda::Function")
      .filter((fn) => !OTHERS.has(shortName(fn)))
      .flatMap((fn) => {
        try {
          readSettings(environmentOf(templates, fn));
          return [];
        } catch (error) {
          return [`${nameOf(fn)}: ${error instanceof Error ? error.message : "fails"}`];
        }
      }),
};

export const names: Rule[] = [exist, settings];
