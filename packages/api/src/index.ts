export { type AppType, createApp } from "./app.tsx";
export { createLinks } from "./links/create.ts";
export * from "./ports.ts";
