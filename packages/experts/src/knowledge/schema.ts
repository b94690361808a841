import type { FaultClass } from "@gradus/core";
import type { FindingId } from "../findings/find.ts";

export type Blames = "target" | "host" | "intruder" | "dependency";
export type Specialist = "database" | "network" | "container" | "runtime";

/** A runbook that treats the cause, and when. Listed in the order in which they are to be tried. */
export interface Treatment {
  runbook: string;
  /** Only if one of these was found. */
  when?: readonly FindingId[];
  /** Not if one of these was found. */
  unless?: readonly FindingId[];
}

/** A runbook that only treats the symptom of this fault, or makes it worse. */
export interface Trap {
  runbook: string;
  why: string;
  /** Only a trap if one of these was found. */
  when?: readonly FindingId[];
  /** No trap any more once this runbook was tried in vain. */
  until?: string;
}

/** What should be seen too if this fault were true. Any of the findings will do. */
interface Expectation {
  any: readonly FindingId[];
  otherwise: string;
}

/** What is known of one fault class. Weights are natural log-odds: 0.7 doubles the odds, 2.3 makes them tenfold. */
export interface Family {
  fault: FaultClass;
  /** What it explains, for people. */
  explains: string;
  blames: Blames;
  /** How common it is before anything is seen. */
  prior: number;
  speaksFor: Partial<Record<FindingId, number>>;
  speaksAgainst: Partial<Record<FindingId, number>>;
  expects: readonly Expectation[];
  /** What cannot be if it is true. */
  refutedBy: readonly FindingId[];
  treatments: readonly Treatment[];
  traps: readonly Trap[];
  predicts: string;
  /** What happens, or is for a person to do, if nothing is done here. */
  withoutAction: string;
  specialist: Specialist;
}
