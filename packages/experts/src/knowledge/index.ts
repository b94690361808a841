import type { FaultClass } from "@gradus/core";
import { changeFamilies } from "./change.ts";
import { dataFamilies } from "./data.ts";
import { databaseFamilies } from "./database.ts";
import { memoryFamilies } from "./memory.ts";
import { networkFamilies } from "./network.ts";
import { processFamilies } from "./process.ts";
import { processorFamilies } from "./processor.ts";
import type { Family } from "./schema.ts";

export type { Blames, Family, Specialist, Trap, Treatment } from "./schema.ts";

/** All that is known, by fault class. */
export const families: readonly Family[] = [
  ...changeFamilies,
  ...networkFamilies,
  ...processFamilies,
  ...memoryFamilies,
  ...processorFamilies,
  ...dataFamilies,
  ...databaseFamilies,
];

const byFault = new Map(families.map((f) => [f.fault, f]));

const unknown: Family = {
  fault: "unknown",
  explains: "Nothing that is known fits.",
  blames: "target",
  prior: 0,
  speaksFor: {},
  speaksAgainst: {},
  expects: [],
  refutedBy: [],
  treatments: [],
  traps: [],
  predicts: "",
  withoutAction: "Nothing that is known fits: a person has to look.",
  specialist: "runtime",
};

/** What is known of a fault class; for one that is not known, a family without treatments. */
export const familyOf = (fault: FaultClass): Family => byFault.get(fault) ?? unknown;
