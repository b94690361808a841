import { actActions } from "@gradus/aws/permissions";
import { ACTING, roleOf, shortName, type Statement, statementsOf } from "../templates/statements.ts";
import { all, type Found, listOf, nameOf, type Templates, unless } from "../templates/template.ts";
import type { Rule } from "./rule.ts";

/** What changes targets, by the list that the adapters and the stacks share. */
const ACTS = new Set([
  ...Object.values(actActions).flatMap((l) => l.flatMap((p) => p.actions)),
  "ssm:SendCommand",
]);
/** Looking changes nothing. */
const LOOKS = /^[a-z0-9-]+:(Get|BatchGet|List|Describe|Query|Filter)[A-Za-z]*$/;
/** What belongs to Gradus itself is named after the stage; the files of the page are found by reference. */
const OWN = /gradus-[a-z0-9]+|^<\w+\/\w+[.\w]*>(\/\*)?$|:distribution\/<|\/aws\/(lambda|vendedlogs)\//;
const DENIED = ["iam:*", "organizations:*", "kms:ScheduleKeyDeletion"];
const TO_ECS = "ecs-tasks.amazonaws.com";

/** One role a function, and only those act that may; what they act on is tagged, and rights and keys are out of reach. */
export const acting: Rule = {
  id: "13",
  title: "one role per function; acting is limited by a tag and by denials, and nothing else acts",
  check(templates) {
    const functions = all(templates, "AWS::Lambda::Function");
    return [
      ...shared(templates, functions),
      ...functions.flatMap((fn) => {
        const allowed = statementsOf(templates, fn).filter((s) => s.effect === "Allow");
        return ACTING.has(shortName(fn))
          ? [...denials(fn, statementsOf(templates, fn)), ...allowed.flatMap((s) => limited(fn, s))]
          : allowed.flatMap((s) => harmless(fn, s));
      }),
    ];
  },
};

function shared(templates: Templates, functions: Found[]): string[] {
  const users = new Map<string, string[]>();
  for (const fn of functions) {
    const role = roleOf(templates, fn);
    if (!role || role.type !== "AWS::IAM::Role") return [`${nameOf(fn)}: its role is not one of ours`];
    users.set(nameOf(role), [...(users.get(nameOf(role)) ?? []), nameOf(fn)]);
  }
  return [...users]
    .filter(([, by]) => by.length > 1)
    .map(([role, by]) => `${role}: is the role of ${by.length} functions: ${by.join(", ")}`);
}

function denials(fn: Found, statements: Statement[]): string[] {
  const denied = statements.filter((s) => s.effect === "Deny" && s.resources.includes("*"));
  return DENIED.flatMap((action) => {
    const by = denied.find((s) => s.actions.includes(action));
    if (!by) return [`${nameOf(fn)}: its role does not deny ${action}`];
    const conditions = JSON.stringify(by.condition);
    // The one exception: rolling ECS back hands tasks the roles that their definition names.
    const exception = JSON.stringify({ StringNotEqualsIfExists: { "iam:PassedToService": TO_ECS } });
    return conditions === "{}" || (action === "iam:*" && conditions === exception)
      ? []
      : [`${nameOf(fn)}: its role denies ${action} only sometimes: ${conditions}`];
  });
}

/** An acting statement carries the tag; what is no acting on targets is the same as for everybody. */
function limited(fn: Found, statement: Statement): string[] {
  const acts = statement.actions.filter((a) => ACTS.has(a));
  if (acts.length === 0) return harmless(fn, statement);
  const { condition } = statement;
  const wrong = (what: string): string[] => [`${nameOf(fn)}: ${acts.join(", ")} ${what}`];
  if (acts.includes("iam:PassRole"))
    return unless(
      acts.length === 1 && condition["StringEquals"]?.["iam:PassedToService"] === TO_ECS,
      fn,
      "iam:PassRole may hand roles to more than the tasks of ECS",
    );
  if (acts.includes("ssm:SendCommand")) return command(fn, statement, /-(observe|act)$/);
  return condition["Null"]?.["aws:ResourceTag/gradus:managed"] === "false"
    ? []
    : wrong("is not limited to what carries the tag gradus:managed");
}

/** Commands: our own document, on machines with the tag. */
function command(fn: Found, { resources, condition }: Statement, document: RegExp): string[] {
  const tag = condition["Null"]?.["ssm:resourceTag/gradus:managed"] === "false";
  return resources.flatMap((resource) => {
    if (/:document\/gradus-/.test(resource))
      return unless(document.test(resource), fn, `ssm:SendCommand may send ${resource}`);
    return unless(
      tag,
      fn,
      `ssm:SendCommand to ${resource} is not limited to what carries the tag gradus:managed`,
    );
  });
}

function harmless(fn: Found, statement: Statement): string[] {
  return statement.actions.flatMap((action) => {
    if (LOOKS.test(action) || action.startsWith("xray:") || action === "bedrock:InvokeModel") return [];
    if (action === "ssm:SendCommand") return command(fn, statement, /-observe$/);
    if (ACTS.has(action)) return [`${nameOf(fn)}: ${action} is for the acting functions only`];
    const foreign = listOf(statement.resources).filter((r) => !OWN.test(String(r)) && !isSender(statement));
    return foreign.map((r) => `${nameOf(fn)}: ${action} on ${String(r)}, which is not Gradus' own`);
  });
}

/** Mail goes out by the address that is Gradus' own, whatever the identity is called. */
const isSender = ({ condition }: Statement): boolean =>
  condition["StringEquals"]?.["ses:FromAddress"] !== undefined;
