import type { FaultClass } from "@gradus/core";

/** One remembered kind of case: what it looked like, what it was, and how the remedy has done. */
export interface Case {
  name: string;
  /** Tokens of `features` in core, and `says:` tokens for what the log says. */
  looks: readonly string[];
  symptoms?: readonly string[];
  fault: FaultClass;
  runbook: string;
  /** Times it helped and times it did not, as a prior from practice. */
  fixed: number;
  failed: number;
}

/** A case of the library: what it was, the remedy and its record, and what it looked like. */
export const kase = (
  name: string,
  fault: FaultClass,
  runbook: string,
  [fixed, failed]: readonly [number, number],
  ...looks: readonly string[]
): Case => ({ name, fault, runbook, fixed, failed, looks });
