export { alarm } from "./alarm.ts";
export { apply } from "./apply.ts";
export { askExpert, consensus } from "./consult.ts";
export { awaitHuman, escalate, requestApproval } from "./escalate.ts";
export { learn } from "./learn.ts";
export { quickFix, research } from "./phases.ts";
export { triage } from "./triage.ts";
export { undo } from "./undo.ts";
export { verify } from "./verify.ts";
