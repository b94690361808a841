import { all, at, type Found, isRecord, listOf, type Templates, word } from "../templates/template.ts";

/** One thing that somebody might do to the stacks, and the rules that must speak then: these and no others. */
export interface Mutation {
  name: string;
  caughtBy: readonly string[];
  /** Changes the templates in place. */
  break(templates: Templates): void;
}

/** The one resource of a type whose logical id begins so. Throws where there is none: a mutation of nothing shows nothing. */
export function find(templates: Templates, type: string, id = ""): Found {
  const found = all(templates, type).find((f) => f.id.startsWith(id));
  if (!found) throw new Error(`there is no ${type} ${id}`);
  return found;
}

/** The record at a path of keys, to be changed. */
export function inside(value: unknown, ...path: string[]): Record<string, unknown> {
  const found = at(value, ...path);
  if (!isRecord(found)) throw new Error(`there is no ${path.join(".")}`);
  return found;
}

/** The policy of a role: `policyOf(templates, "Apply")`. */
export const statementsIn = (templates: Templates, role: string): Array<Record<string, unknown>> =>
  listOf(
    at(find(templates, "AWS::IAM::Policy", `${role}RoleDefaultPolicy`).props, "PolicyDocument", "Statement"),
  ).filter(isRecord);

/** The statement that allows an action. */
export function allowing(templates: Templates, role: string, action: string): Record<string, unknown> {
  const found = statementsIn(templates, role).find(
    (s) => s["Effect"] === "Allow" && listOf(s["Action"]).includes(action),
  );
  if (!found) throw new Error(`${role} is not allowed ${action}`);
  return found;
}

export function allowMore(templates: Templates, role: string, statement: Record<string, unknown>): void {
  const policy = find(templates, "AWS::IAM::Policy", `${role}RoleDefaultPolicy`);
  listOf(at(policy.props, "PolicyDocument", "Statement")).push({ Effect: "Allow", ...statement });
}

/** Changes the definition of the state machine. */
export function redefine(templates: Templates, change: (definition: Record<string, unknown>) => void): void {
  const machine = find(templates, "AWS::StepFunctions::StateMachine");
  const definition: unknown = JSON.parse(word(machine.props["DefinitionString"]));
  change(inside({ definition }, "definition"));
  machine.props["DefinitionString"] = JSON.stringify(definition);
}

export const environmentOf = (templates: Templates, fn: string): Record<string, unknown> =>
  inside(find(templates, "AWS::Lambda::Function", fn).props, "Environment", "Variables");
