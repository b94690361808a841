export { createBaseliner } from "./create.ts";
export type { BaselinerOptions } from "./context.ts";
