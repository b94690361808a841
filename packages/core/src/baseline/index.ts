export * from "./schema.ts";
export * from "./keep.ts";
export { type BaselineHead, type Compared, comparedOf, headOf } from "./compared.ts";
