export * from "./schema.ts";
export * from "./compose.ts";
export * from "./answer.ts";
export { answerOf } from "./deliver.ts";
export * from "./remind.ts";
export { noteTold, type Told } from "./note-told.ts";
export { restamp } from "./stamp.ts";
