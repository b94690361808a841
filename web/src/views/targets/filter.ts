import type { TargetView } from "../../api/types.ts";
import { isState, states, type State } from "../overview/fleet.ts";

/** "paused" is no state of a target, but one that people look for. */
export const choices = [...states, "paused"] as const;
export type Choice = (typeof choices)[number];

export const isChoice = (word: string): word is Choice => word === "paused" || isState(word);

const isOf = (target: TargetView, choice: Choice): boolean =>
  choice === "paused" ? target.paused : target.state === choice;

export const countOf = (targets: readonly TargetView[], choice: Choice): number =>
  targets.filter((target) => isOf(target, choice)).length;

/** Targets that fit all words and the choice: what is wrong first, then by name. */
export function found(
  targets: readonly TargetView[],
  words: string,
  choice: Choice | undefined,
): TargetView[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  return targets
    .filter(
      (target) =>
        (choice === undefined || isOf(target, choice)) &&
        wanted.every((word) => textOf(target).includes(word)),
    )
    .sort((a, b) => rank(a.state) - rank(b.state) || (a.id < b.id ? -1 : 1));
}

const rank = (state: State): number => states.indexOf(state);

const textOf = ({ id, software, owner = "", version = "", symptoms }: TargetView): string =>
  [id, software, owner, version, ...symptoms.map(({ symptom, summary }) => `${symptom} ${summary}`)]
    .join(" ")
    .toLowerCase();

/** What Gradus may do with a target at most: the target's own page says the rest. */
export function allowedWords(autonomy: TargetView["autonomy"]): string {
  const levels = Object.values(autonomy);
  const alone = Object.entries(autonomy).flatMap(([risk, level]) => (level === "auto" ? [risk] : []));
  if (alone.length > 0) return `acts alone: ${alone.join(", ")}`;
  if (levels.includes("approve")) return "asks first";
  return levels.includes("suggest") ? "only suggests" : "only watches";
}
