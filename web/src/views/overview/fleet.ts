import type { TargetView } from "../../api/types.ts";
import { exactTime, many, spaced, stateMarks, visible } from "../../text/words.ts";

export const states = ["failing", "unknown", "healthy"] as const;
export type State = (typeof states)[number];
export const isState = (word: string): word is State => states.some((one) => one === word);

/** Targets by how they are: what is wrong first, each group by name. */
export const grouped = (targets: readonly TargetView[]): Array<[State, TargetView[]]> =>
  states.map((state) => [
    state,
    targets.filter((one) => one.state === state).sort((a, b) => (a.id < b.id ? -1 : 1)),
  ]);

/** How it is, or since when that is not known any more. */
export const stateWords = ({ state, unseen }: TargetView): string =>
  `${stateMarks[state].word}${unseen ? ` since ${exactTime(unseen.since)}` : ""}`;

/** What a tile says to who does not see its colour: "chatbot, failing, paused: not running". */
export function tileWords(target: TargetView): string {
  const { id, paused, symptoms, degraded } = target;
  const [first] = symptoms;
  const what = first ? first.summary : degraded[0];
  return visible(
    `${id}, ${stateWords(target)}${paused ? ", paused" : ""}${what === undefined ? "" : `: ${what}`}`,
  );
}

/** The shortest that is worth a place on a tile: "service down, http unreachable and 2 more". */
export function shortly(target: TargetView): string {
  if (target.unseen) return stateWords(target);
  const all = [...new Set(target.symptoms.map(({ symptom }) => spaced(symptom)))];
  const more = all.length > 2 ? ` and ${all.length - 2} more` : "";
  return all.slice(0, 2).join(", ") + more || target.software;
}

/** "2 failing · 1 not seen · 997 healthy" */
export const countsOf = (targets: readonly TargetView[]): string =>
  grouped(targets)
    .filter(([, found]) => found.length > 0)
    .map(([state, found]) => `${found.length} ${stateMarks[state].word}`)
    .join(" · ") || many(0, "target");
