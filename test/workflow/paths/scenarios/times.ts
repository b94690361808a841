import { answers, decides, hangs, type Scenario } from "../script.ts";
import { act, consult, quickFix, resolved } from "./roads.ts";

const asked = { QuickFix: [decides("approval")] };

/** What does not come back in time. A timeout is not retried: what hangs is likely to hang again. A wait that nobody kept alive is. */
export const times: readonly Scenario[] = [
  {
    name: "a quick fix that hangs is escalated",
    script: { QuickFix: [hangs] },
    path: `Triage, Next phase, Quick fix, ${resolved}`,
    ends: "SUCCEEDED",
    isHurried: true,
  },
  {
    name: "an expert that hangs has no opinion",
    script: { QuickFix: [decides("none", { phase: 3 })], "AskExpert:cem": [hangs] },
    path: `${quickFix}, Next phase, ${consult}, ${act}, Learn`,
    ends: "SUCCEEDED",
    isHurried: true,
  },
  {
    name: "an approval that nobody gives in time is escalated",
    script: { ...asked, RequestApproval: [hangs] },
    path: `${quickFix}, Await approval, ${resolved}`,
    ends: "SUCCEEDED",
    isHurried: true,
  },
  {
    name: "an escalation that nobody answers in time raises the alarm",
    script: { QuickFix: [decides("denied")], AwaitHuman: [hangs] },
    path: `${quickFix}, Escalate, Await human, Alarm, Failed`,
    ends: "FAILED",
    isHurried: true,
  },
  {
    name: "an approval that nobody keeps alive is escalated",
    script: { ...asked, RequestApproval: [hangs] },
    path: `${quickFix}, Await approval, ${resolved}`,
    ends: "SUCCEEDED",
    onlyLocally: "heartbeat",
  },
  {
    name: "an escalation that nobody keeps alive is waited for anew",
    script: { QuickFix: [decides("denied")], AwaitHuman: [hangs, hangs, answers("resolved")] },
    path: `${quickFix}, ${resolved}`,
    ends: "SUCCEEDED",
    onlyLocally: "heartbeat",
  },
];
