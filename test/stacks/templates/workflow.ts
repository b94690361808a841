import { text } from "./resolve.ts";
import { all, at, type Found, isRecord, type Templates, word } from "./template.ts";

export type State = Record<string, unknown>;
export interface Definition {
  TimeoutSeconds?: number;
  StartAt: string;
  States: Record<string, State>;
}

/** One Task state of a machine, and the function that it calls. */
export interface TaskState {
  machine: Found;
  name: string;
  state: State;
  /** The states among which it is: those of the machine, or those of the Map around it. */
  among: Record<string, State>;
  inMap: boolean;
  calls: Found | undefined;
  waits: boolean;
}

export const machinesOf = (templates: Templates): Found[] =>
  all(templates, "AWS::StepFunctions::StateMachine");

/** A machine's definition, with its substitutions in their places as text. */
export function definitionOf(templates: Templates, machine: Found): Definition {
  const substitutions = at(machine.props, "DefinitionSubstitutions");
  const written = String(machine.props["DefinitionString"]);
  const filled = Object.entries(isRecord(substitutions) ? substitutions : {}).reduce(
    (definition, [name, value]) =>
      definition.replaceAll(`\${${name}}`, text(templates, machine.stack, value)),
    written,
  );
  return JSON.parse(filled) as Definition;
}

/** Every group of states: the machine's own, and those within its Maps and Parallels. */
export function groupsOf(definition: Definition): Array<{ states: Record<string, State>; inMap: boolean }> {
  const inner = (states: Record<string, State>): Array<Record<string, State>> =>
    Object.values(states).flatMap((state) => {
      const parts = [state["ItemProcessor"], ...(Array.isArray(state["Branches"]) ? state["Branches"] : [])];
      const groups = parts.map((p) => at(p, "States")).filter(isRecord) as Array<Record<string, State>>;
      return groups.flatMap((group) => [group, ...inner(group)]);
    });
  return [
    { states: definition.States, inMap: false },
    ...inner(definition.States).map((states) => ({ states, inMap: true })),
  ];
}

export function tasksOf(templates: Templates): TaskState[] {
  const byArn = new Map(
    all(templates, "AWS::Lambda::Function").map((fn) => [
      text(templates, fn.stack, { "Fn::GetAtt": [fn.id, "Arn"] }),
      fn,
    ]),
  );
  return machinesOf(templates).flatMap((machine) =>
    groupsOf(definitionOf(templates, machine)).flatMap(({ states, inMap }) =>
      Object.entries(states)
        .filter(([, state]) => state["Type"] === "Task")
        .map(([name, state]) => {
          const resource = String(state["Resource"]);
          const called = at(state, "Parameters", "FunctionName") ?? resource;
          const waits = resource.endsWith(".waitForTaskToken");
          return { machine, name, state, among: states, inMap, calls: byArn.get(word(called)), waits };
        }),
    ),
  );
}
