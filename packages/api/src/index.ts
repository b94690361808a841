export { type AppType, createApp } from "./app.ts";
export { createLinks } from "./links/create.ts";
export * from "./ports.ts";
