export { type AppType, createApp } from "./app.tsx";
export { createLinks } from "./links/create.ts";
export * from "./ports.ts";
export type { Offers } from "./routes/offers.ts";
export { createStatus, type Status } from "./status/status.ts";
