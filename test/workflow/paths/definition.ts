import { remediation } from "@gradus/workflows";

interface Rule {
  readonly Variable: string;
  readonly StringEquals?: string;
  readonly NumericEquals?: number;
  readonly Next: string;
}
export interface State {
  readonly Type: string;
  readonly Next?: string;
  readonly Choices?: readonly Rule[];
  readonly Default?: string;
  readonly Retry?: readonly unknown[];
  readonly Catch?: readonly { readonly Next: string }[];
  readonly ItemProcessor?: { readonly States: Readonly<Record<string, State>> };
}

const outer: Readonly<Record<string, State>> = remediation.States;
const inner: Readonly<Record<string, State>> = Object.assign(
  {},
  ...Object.values(outer).map((state) => state.ItemProcessor?.States ?? {}),
);

/** Every state by its name: names are unique over the whole definition. */
export const states: Readonly<Record<string, State>> = { ...outer, ...inner };
export const isInMap = (name: string): boolean => Object.hasOwn(inner, name);

/** One way out of a state: not only where it leads, for two ways may lead to the same state. */
export const edge = (from: string, how: string, to: string): string => `${from} -${how}-> ${to}`;

/** Every way out of every state, and every retry. */
export const edgesOfDefinition: readonly string[] = Object.entries(states).flatMap(([name, state]) => [
  ...(state.Next === undefined ? [] : [edge(name, "Next", state.Next)]),
  ...(state.Next === undefined && ["Task", "Pass", "Wait", "Map"].includes(state.Type)
    ? [edge(name, "End", "end")]
    : []),
  ...(state.Choices ?? []).map((rule, i) => edge(name, `Choices[${i}]`, rule.Next)),
  ...(state.Default === undefined ? [] : [edge(name, "Default", state.Default)]),
  ...(state.Catch ?? []).map((catcher) => edge(name, "Catch", catcher.Next)),
  ...(state.Retry === undefined ? [] : [edge(name, "Retry", name)]),
]);

const HURRIED_SECONDS = 2;

/** The definition with little patience: what is about time can then be shown where time cannot be injected. */
export const hurried: typeof remediation = JSON.parse(
  JSON.stringify(remediation, (key, value: unknown) => {
    if (key === "HeartbeatSeconds") return undefined;
    const isTask = key !== "" && (value as { Type?: string } | null)?.Type === "Task";
    return isTask ? { ...(value as object), TimeoutSeconds: HURRIED_SECONDS } : value;
  }),
) as typeof remediation;

/** Which way a Choice takes, by the two comparisons that the definition uses. */
export function choiceOf(name: string, input: unknown): string {
  const { Choices = [], Default = "" } = states[name] ?? {};
  const index = Choices.findIndex((rule) => {
    const expected = rule.StringEquals ?? rule.NumericEquals;
    if (expected === undefined) throw new Error(`${name} compares in a way that is not known here`);
    return read(input, rule.Variable) === expected;
  });
  const rule = Choices[index];
  return rule === undefined ? edge(name, "Default", Default) : edge(name, `Choices[${index}]`, rule.Next);
}

const read = (input: unknown, path: string): unknown =>
  path
    .split(".")
    .slice(1)
    .reduce<unknown>((value, member) => (value as Record<string, unknown> | undefined)?.[member], input);
