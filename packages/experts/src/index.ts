export { proposeKnown } from "./known/propose.ts";
export { type Known, knownTable } from "./known/table.ts";
export { families, type Family, familyOf } from "./knowledge/index.ts";
