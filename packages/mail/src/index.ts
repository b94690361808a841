export type { About, MailContext } from "./context.ts";
export { escalationMail, reminderMail, resolvedMail } from "./escalation.ts";
export { unwellMail } from "./unwell.ts";
