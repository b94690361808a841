import { pointed, text } from "./resolve.ts";
import {
  all,
  at,
  type Found,
  isRecord,
  listOf,
  nameOf,
  type StackName,
  type Templates,
  word,
} from "./template.ts";

export interface Statement {
  /** The policy that says it. */
  where: Found;
  effect: "Allow" | "Deny";
  actions: string[];
  resources: string[];
  condition: Record<string, Record<string, unknown>>;
  principals: string[];
}

/** Many rules ask for the same. Templates do not change any more once a rule has looked at them. */
const read = new WeakMap<Templates, Map<string, Statement[]>>();

/** What a role may do: the policies that are attached to it, and its own. */
export function statementsOfRole(templates: Templates, role: Found): Statement[] {
  const known = read.get(templates) ?? new Map<string, Statement[]>();
  read.set(templates, known);
  const statements = known.get(nameOf(role)) ?? readRole(templates, role);
  known.set(nameOf(role), statements);
  return statements;
}

function readRole(templates: Templates, role: Found): Statement[] {
  // CDK puts what is too long for one policy into a managed policy of ours.
  const policies = ["AWS::IAM::Policy", "AWS::IAM::ManagedPolicy"].flatMap((type) => all(templates, type));
  const attached = policies.filter((policy) =>
    listOf(policy.props["Roles"]).some((r) => {
      const found = pointed(templates, policy.stack, r);
      return found !== undefined && nameOf(found) === nameOf(role);
    }),
  );
  return [
    ...attached.flatMap((policy) => statements(templates, policy, policy.props["PolicyDocument"])),
    ...listOf(role.props["Policies"]).flatMap((p) => statements(templates, role, at(p, "PolicyDocument"))),
  ];
}

/** Every statement of every role. */
export function allStatements(templates: Templates): Statement[] {
  return all(templates, "AWS::IAM::Role").flatMap((role) => statementsOfRole(templates, role));
}

/** Policies that hang on resources: of queues, topics, buckets, secrets. */
export function resourcePolicies(templates: Templates): Statement[] {
  return all(templates)
    .filter(({ type }) => !type.startsWith("AWS::IAM::"))
    .flatMap((found) =>
      ["PolicyDocument", "ResourcePolicy"].flatMap((key) => statements(templates, found, found.props[key])),
    );
}

export function roleOf(templates: Templates, fn: Found): Found | undefined {
  return pointed(templates, fn.stack, fn.props["Role"]);
}

export function statementsOf(templates: Templates, fn: Found): Statement[] {
  const role = roleOf(templates, fn);
  return role ? statementsOfRole(templates, role) : [];
}

/** Short name of a function: what follows gradus-<stage>-. */
export const shortName = ({ props }: Found): string =>
  String(props["FunctionName"]).replace(/^gradus-[a-z0-9]+-/, "");

/** The functions that may change what they do not own, and no others. */
export const ACTING = new Set(["apply", "undo", "verify"]);

function statements(templates: Templates, where: Found, document: unknown): Statement[] {
  return listOf(at(document, "Statement")).map((statement) => ({
    where,
    effect: at(statement, "Effect") === "Deny" ? "Deny" : "Allow",
    actions: listOf(at(statement, "Action")).map(String),
    resources: listOf(at(statement, "Resource")).map((r) => text(templates, where.stack, r)),
    condition: resolveDeep(
      templates,
      where.stack,
      at(statement, "Condition") ?? {},
    ) as Statement["condition"],
    principals: principalsOf(templates, where.stack, at(statement, "Principal")),
  }));
}

function principalsOf(templates: Templates, stack: StackName, principal: unknown): string[] {
  if (!isRecord(principal)) return principal === undefined ? [] : [word(principal)];
  return Object.values(principal).flatMap((p) => listOf(p).map((one) => text(templates, stack, one)));
}

/** A condition with its references as text. */
function resolveDeep(templates: Templates, stack: StackName, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((one) => resolveDeep(templates, stack, one));
  if (!isRecord(value)) return value;
  const [key = ""] = Object.keys(value);
  if (key === "Ref" || key.startsWith("Fn::")) return text(templates, stack, value);
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, resolveDeep(templates, stack, v)]));
}
