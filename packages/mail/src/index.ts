export type { About, MailContext } from "./context.ts";
export { escalationMail, reminderMail, resolvedMail } from "./escalation.ts";
export { bundleMail } from "./bundle.ts";
export { digestMail } from "./digest.ts";
export { compose } from "./compose.ts";
export { createNotifier } from "./notifier.ts";
export { testedMail } from "./tested.ts";
export { unwellMail } from "./unwell.ts";
