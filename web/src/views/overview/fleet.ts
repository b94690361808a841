import type { TargetView } from "../../api/types.ts";
import { many, spaced, stateMarks, visible } from "../../text/words.ts";

export const states = ["failing", "unknown", "healthy"] as const;
export type State = (typeof states)[number];
export const isState = (word: string): word is State => states.some((one) => one === word);

/** Targets by how they are: what is wrong first, each group by name. */
export const grouped = (targets: readonly TargetView[]): Array<[State, TargetView[]]> =>
  states.map((state) => [
    state,
    targets.filter((one) => one.state === state).sort((a, b) => (a.id < b.id ? -1 : 1)),
  ]);

/** What a tile says to who does not see its colour: "chatbot, failing, paused: not running". */
export function tileWords({ id, state, paused, symptoms, degraded }: TargetView): string {
  const [first] = symptoms;
  const what = first ? first.summary : degraded[0];
  return visible(
    `${id}, ${stateMarks[state].word}${paused ? ", paused" : ""}${what === undefined ? "" : `: ${what}`}`,
  );
}

/** The shortest that is worth a place on a tile. */
export const shortly = ({ symptoms, software, late, degraded: [why = software] }: TargetView): string =>
  symptoms.length === 0 ? (late ? why : software) : symptoms.map(({ symptom }) => spaced(symptom)).join(", ");

/** "2 failing · 1 not seen · 997 healthy" */
export const countsOf = (targets: readonly TargetView[]): string =>
  grouped(targets)
    .filter(([, found]) => found.length > 0)
    .map(([state, found]) => `${found.length} ${stateMarks[state].word}`)
    .join(" · ") || many(0, "target");
