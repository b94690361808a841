import type { FaultClass } from "@gradus/core";
import type { Clause, FindingId } from "../findings/find.ts";
import type { Treatment } from "../knowledge/index.ts";

/** One line of the decision table of phase 1. */
export interface Known {
  name: string;
  fault: FaultClass;
  /** All must be found; in an inner list, any. */
  when: readonly Clause[];
  /** None may be found. */
  unless?: readonly FindingId[];
  /** Instead of the family's treatments. Empty: doing nothing here is right. */
  treatments?: readonly Treatment[];
  /** Holds whatever else is known, also while it is not known whether the target runs. */
  certain?: true;
  confidence: number;
  because: string;
}
