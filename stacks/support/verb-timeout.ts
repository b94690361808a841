import { remediation, type Verb } from "@gradus/workflows";

interface State {
  Resource?: string;
  Parameters?: { FunctionName?: string };
  TimeoutSeconds?: number;
  ItemProcessor?: { States: Record<string, State> };
}

/** Asking somebody takes a moment; it is the state that waits for days. */
const ASKING_SECONDS = 60;

/** How long a verb's function may take: less than its state waits, so that it is the function that says what took so long. */
export function timeoutOf(verb: Verb): number {
  const states = Object.values(remediation.States as unknown as Record<string, State>);
  const all = states.flatMap((state) => [state, ...Object.values(state.ItemProcessor?.States ?? {})]);
  const name = `\${${verb}}`;
  const direct = all.find((state) => state.Resource === name);
  if (!direct) return ASKING_SECONDS;
  const seconds = direct.TimeoutSeconds ?? ASKING_SECONDS;
  return seconds - Math.max(5, Math.round(seconds / 20));
}
