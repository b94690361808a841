import { decides, throws, type Scenario } from "../script.ts";
import { act, quickFix, resolved } from "./roads.ts";

const broken = [throws()];
const from = (phase: number) => [decides("remediate", { phase, settle: 1, experts: ["ada"] })];

/** Every state that keeps failing: nothing ends in silence. */
export const faults: readonly Scenario[] = [
  {
    name: "a triage that keeps failing is escalated",
    script: { Triage: broken },
    path: `Triage, ${resolved}`,
    ends: "SUCCEEDED",
  },
  {
    name: "a quick fix that keeps failing is escalated",
    script: { QuickFix: broken },
    path: `Triage, Next phase, Quick fix, ${resolved}`,
    ends: "SUCCEEDED",
  },
  {
    name: "a research that keeps failing is escalated",
    script: { Triage: from(2), Research: broken },
    path: `Triage, Next phase, Research, ${resolved}`,
    ends: "SUCCEEDED",
  },
  {
    name: "a consensus that keeps failing is escalated",
    script: { Triage: from(3), Consensus: broken },
    path: `Triage, Next phase, Consult, Consensus, ${resolved}`,
    ends: "SUCCEEDED",
  },
  {
    name: "an action that keeps failing is escalated",
    script: { Apply: broken },
    path: `${quickFix}, Apply, ${resolved}`,
    ends: "SUCCEEDED",
  },
  {
    name: "a verification that keeps failing is escalated",
    script: { Verify: broken },
    path: `${quickFix}, Apply, Settle, Verify, ${resolved}`,
    ends: "SUCCEEDED",
  },
  {
    name: "an undoing that keeps failing is escalated",
    script: { Verify: [decides("undo")], Undo: broken },
    path: `${quickFix}, ${act}, Undo, ${resolved}`,
    ends: "SUCCEEDED",
  },
  {
    name: "an escalation that keeps failing raises the alarm",
    script: { Triage: broken, Escalate: broken },
    path: "Triage, Escalate, Alarm, Failed",
    ends: "FAILED",
  },
  {
    name: "a lesson that cannot be learned raises the alarm",
    script: { Learn: broken },
    path: `${quickFix}, ${act}, Learn, Alarm, Failed`,
    ends: "FAILED",
  },
  {
    name: "operators are told when the alarm fails too",
    script: { Triage: broken, Escalate: broken, Alarm: broken },
    path: "Triage, Escalate, Alarm, Tell operators, Failed",
    ends: "FAILED",
  },
  {
    name: "an alarm that fails with operators out of reach still ends as failed",
    script: { Triage: broken, Escalate: broken, Alarm: broken },
    path: "Triage, Escalate, Alarm, Tell operators, Failed",
    ends: "FAILED",
    isTopicGone: true,
  },
  {
    name: "a request for approval that keeps throwing is escalated",
    script: { QuickFix: [decides("approval")], RequestApproval: broken },
    path: `${quickFix}, Await approval, ${resolved}`,
    ends: "SUCCEEDED",
    onlyLocally: "throwing wait",
  },
  {
    name: "a wait for a person that keeps throwing raises the alarm",
    script: { Triage: broken, AwaitHuman: broken },
    path: "Triage, Escalate, Await human, Alarm, Failed",
    ends: "FAILED",
    onlyLocally: "throwing wait",
  },
];
