import type { Pattern } from "../../api/types.ts";
import { doneBy, seenIn } from "./case.ts";
import { type Standing, standingOf, strengthOf, usesOf } from "./strength.ts";

export const shows = ["", "used", "trial", "quarantined", "retired", "foreign"] as const;
export type Show = (typeof shows)[number];
export const showOf = (word: string): Show => shows.find((one) => one === word) ?? "";

export const orders = ["", "strength", "seen"] as const;
/** By use unless said otherwise. */
export type Order = (typeof orders)[number];
export const orderOf = (word: string): Order => orders.find((one) => one === word) ?? "";

/** A pattern with what it weighs now. */
export interface Weighed {
  pattern: Pattern;
  standing: Standing;
  lower: number;
  uses: number;
  /** All that can be searched, in small letters. */
  text: string;
}

export const weigh = (pattern: Pattern, now: number): Weighed => ({
  pattern,
  standing: standingOf(pattern, now),
  lower: strengthOf(pattern, now).believed.lower,
  uses: usesOf(pattern),
  text: `${pattern.id} ${pattern.symptom.replaceAll("_", " ")} ${seenIn(pattern)} ${doneBy(pattern)} ${pattern.faultClass.replaceAll("_", " ")}`.toLowerCase(),
});

const isShown = ({ pattern, standing }: Weighed, show: Show): boolean =>
  show === "" || (show === "foreign" ? pattern.origin === "imported" : standing === show);

/** How many each filter shows. */
export const countsOf = (all: readonly Weighed[]): Record<Show, number> => {
  const count = (show: Show): number => all.filter((one) => isShown(one, show)).length;
  return {
    "": all.length,
    used: count("used"),
    trial: count("trial"),
    quarantined: count("quarantined"),
    retired: count("retired"),
    foreign: count("foreign"),
  };
};

/** Those that hold every word, the strongest reason first. */
export function select(
  all: readonly Weighed[],
  { show, order, search }: { show: Show; order: Order; search: string },
): Weighed[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const by = (one: Weighed): number =>
    order === "strength" ? one.lower : order === "seen" ? one.pattern.updatedAt : one.uses;
  return all
    .filter((one) => isShown(one, show) && words.every((word) => one.text.includes(word)))
    .sort((a, b) => by(b) - by(a) || b.lower - a.lower || (a.pattern.id < b.pattern.id ? -1 : 1));
}
