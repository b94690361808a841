export { type AppType, createApp } from "./app.tsx";
export { createLinks } from "./links/create.ts";
export * from "./ports.ts";
export { createStatus, type Status } from "./status/status.ts";
export type { AuditChain } from "./views/audit.ts";
export type { AnsweredView, EscalationDetail, EscalationView, Offers } from "./views/escalation.ts";
export type { OutboxMail } from "./views/mail.ts";
export type { HealthReport, TargetView } from "./views/status.ts";
export type { TaskDetail } from "./views/task.ts";
