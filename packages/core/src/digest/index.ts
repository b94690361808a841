export * from "./schema.ts";
export { sendDigests } from "./send.ts";
