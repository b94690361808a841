import { type FactOf, factsOf, type Observation } from "../observation/schema.ts";
import type { Baseline } from "./schema.ts";

/** What lists say of a baseline. */
export interface BaselineHead {
  generation: number;
  takenAt: number;
  version?: string;
}

/** What differed from the baseline when it was compared: some of it, in words as short as lists and pages need. */
export interface Compared {
  /** Epoch ms. */
  at: number;
  total: number;
  found: Array<{ text: string; fact: FactOf<"drift"> }>;
}

/** It is kept for each target, in a row that many share and that is written again and again. */
const MOST = 10;
const MOST_CHARACTERS = 300;

export const headOf = ({ generation, takenAt, version }: Baseline): BaselineHead => ({
  generation,
  takenAt,
  ...(version === undefined ? {} : { version }),
});

export function comparedOf(at: number, observations: readonly Observation[]): Compared {
  const drifts = factsOf(observations, "drift");
  return {
    at,
    total: drifts.length,
    found: drifts.slice(0, MOST).map(({ text, fact }) => ({
      text: short(text),
      fact: { ...fact, key: short(fact.key), expected: short(fact.expected), actual: short(fact.actual) },
    })),
  };
}

const short = <T extends string | number | boolean | null>(value: T): T =>
  typeof value === "string" && value.length > MOST_CHARACTERS
    ? (`${value.slice(0, MOST_CHARACTERS - 1)}…` as T)
    : value;
