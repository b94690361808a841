export * from "./schema.ts";
export * from "./predicates.ts";
export { endingOf, peopleOf } from "./ending.ts";
export * from "./store.ts";
export * from "./change.ts";
export * from "./each-open.ts";
export * from "./care.ts";
export * from "./note.ts";
