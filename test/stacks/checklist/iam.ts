import { allStatements, resourcePolicies, type Statement } from "../templates/statements.ts";
import { all, listOf, nameOf, unless } from "../templates/template.ts";
import { ALLOWED_EVERYWHERE, MACHINERY_ONLY } from "./allowed-everywhere.ts";
import { acting } from "./acting.ts";
import type { Rule } from "./rule.ts";

const says = ({ where, actions }: Statement, what: string): string =>
  `${nameOf(where)}: ${actions.join(", ")} ${what}`;

const noWildcardActions: Rule = {
  id: "10",
  title:
    "no `*` or `service:*` action, nor any other wildcard, is allowed; and no policy that nobody here sees into",
  check: (templates) => [
    ...[...allStatements(templates), ...resourcePolicies(templates)]
      .filter((s) => s.effect === "Allow" && s.actions.some((a) => a.includes("*")))
      .map((s) => says(s, "is a wildcard")),
    ...resourcePolicies(templates)
      .filter((s) => s.effect === "Allow" && s.principals.includes("*"))
      .map((s) => says(s, "is allowed to everybody")),
    ...all(templates, "AWS::IAM::Role").flatMap((role) =>
      unless(listOf(role.props["ManagedPolicyArns"]).length === 0, role, "has a managed policy"),
    ),
  ],
};

/** `*`, or everything of a service: arn:aws:s3:::*, arn:aws:ecs:region:account:* */
const EVERYTHING = /^(\*|arn:[^:]*:[^:]*:[^:]*:[^:]*:\*)$/;

const noWildcardResources: Rule = {
  id: "11",
  title: "`Resource: *` only on the allow-list",
  check: (templates) =>
    allStatements(templates)
      .filter((s) => s.effect === "Allow" && s.resources.some((r) => EVERYTHING.test(r)))
      .flatMap((s) => s.actions.flatMap((action) => notEverywhere(s, action).map((why) => says(s, why)))),
};

function notEverywhere(statement: Statement, action: string): string[] {
  const allowed = ALLOWED_EVERYWHERE[action];
  if (!allowed) return [`is allowed on every resource (${action})`];
  const keys = Object.values(statement.condition).flatMap((c) => Object.keys(c));
  if (allowed.condition !== undefined && !keys.includes(allowed.condition))
    return [`is allowed everywhere without the condition ${allowed.condition}`];
  const ofMachine = /Machine/.test(statement.where.id);
  return MACHINERY_ONLY.test(action) && !ofMachine ? [`belongs to Step Functions' own role (${action})`] : [];
}

const NAMED_MODEL =
  /^arn:aws[\w-]*:bedrock:([a-z0-9-]*|\*):\d{0,12}:(foundation-model|inference-profile)\/([A-Za-z0-9][\w.:-]*)$/;

/** A name; in all regions only the model of a profile that is named beside it, which may be served from any. */
function isNamedModel(resource: string, { resources }: Statement): boolean {
  const [, region, kind, name = ""] = NAMED_MODEL.exec(resource) ?? [];
  if (region !== "*") return kind !== undefined;
  return (
    kind === "foundation-model" &&
    resources.some((r) => r.includes(":inference-profile/") && r.endsWith(`.${name}`))
  );
}

const models: Rule = {
  id: "12",
  title: "Bedrock limited to named model or inference-profile ARNs",
  check: (templates) =>
    allStatements(templates)
      .filter((s) => s.effect === "Allow" && s.actions.some((a) => a.startsWith("bedrock:")))
      .flatMap((s) => [
        ...s.actions
          .filter((a) => a !== "bedrock:InvokeModel")
          .map((a) => says(s, `is more than asking (${a})`)),
        ...s.resources.filter((r) => !isNamedModel(r, s)).map((r) => says(s, `names no model (${r})`)),
      ]),
};

export const iam: Rule[] = [noWildcardActions, noWildcardResources, models, acting];
