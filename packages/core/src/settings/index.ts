export * from "./schema.ts";
export * from "./change.ts";
export * from "./autonomy.ts";
export * from "./mail.ts";
export * from "./audit.ts";
