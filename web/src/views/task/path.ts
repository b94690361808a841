import type { Visit } from "./history.ts";

/** States that only branch, or belong to another one's work, are drawn as part of it. */
const drawnAs: Readonly<Record<string, string>> = {
  Approved: "Await approval",
  Verified: "Verify",
  Answered: "Await human",
  "Ask expert": "Consult",
  "No opinion": "Consult",
  "Tell operators": "Alarm",
  Failed: "Alarm",
};
export const drawn = (state: string): string => drawnAs[state] ?? state;

export interface Step {
  state: string;
  at: number;
  left?: number;
}

export interface Path {
  /** In the order in which they were gone through. */
  steps: readonly Step[];
  /** How often it went from one to another, by `edge`. */
  taken: ReadonlyMap<string, number>;
  /** How often it came to each. */
  visits: ReadonlyMap<string, number>;
  now: ReadonlySet<string>;
}

export const edge = (from: string, to: string): string => `${from} → ${to}`;

/** The way a task took through the workflow, and where it stands. */
export function pathOf(
  visits: readonly Visit[],
  execution?: { status: string; states: readonly string[] },
): Path {
  const steps: Step[] = [];
  for (const { state, at, left } of visits) {
    const name = drawn(state);
    const last = steps.at(-1);
    const of = last?.state === name ? last : { state: name, at };
    if (of !== last) steps.push(of);
    if (left === undefined) delete of.left;
    else of.left = Math.max(left, of.left ?? 0);
  }
  // Whatever ends well is closed, also where the last step is the end.
  const last = steps.at(-1);
  if (execution?.status === "SUCCEEDED" && last && last.state !== "Closed")
    steps.push({ state: "Closed", at: last.left ?? last.at });
  const taken = new Map<string, number>();
  const count = new Map<string, number>();
  for (const [index, { state }] of steps.entries()) {
    count.set(state, (count.get(state) ?? 0) + 1);
    const before = steps[index - 1];
    if (!before) continue;
    const key = edge(before.state, state);
    taken.set(key, (taken.get(key) ?? 0) + 1);
  }
  const now = execution?.status === "RUNNING" ? execution.states.map(drawn) : [];
  return { steps, taken, visits: count, now: new Set(now) };
}
