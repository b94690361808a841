import { answers, decides, refuses, type Scenario } from "../script.ts";
import { act, human, quickFix, resolved } from "./roads.ts";

const asked = { QuickFix: [decides("approval")] };
const denied = { QuickFix: [decides("denied"), decides("allowed")] };
const approval = `${quickFix}, Await approval, Approved`;

/** The two waits for people, with everything that can be answered. */
export const people: readonly Scenario[] = [
  {
    name: "what a person approves is done",
    script: asked,
    path: `${approval}, ${act}, Learn`,
    ends: "SUCCEEDED",
  },
  {
    name: "an issue that clears while its approval waits is learned from",
    script: { ...asked, RequestApproval: [answers("cleared")] },
    path: `${approval}, Learn`,
    ends: "SUCCEEDED",
  },
  {
    name: "an issue that a person resolves instead of approving is learned from",
    script: { ...asked, RequestApproval: [answers("resolved")] },
    path: `${approval}, Learn`,
    ends: "SUCCEEDED",
  },
  {
    name: "a retry instead of an approval begins with triage",
    script: { QuickFix: [decides("approval"), decides("allowed")], RequestApproval: [answers("retry")] },
    path: `${approval}, ${quickFix}, ${act}, Learn`,
    ends: "SUCCEEDED",
  },
  {
    name: "what a person rejects is escalated",
    script: { ...asked, RequestApproval: [answers("rejected")] },
    path: `${approval}, ${resolved}`,
    ends: "SUCCEEDED",
  },
  {
    name: "an approval whose token fails is asked for again, and then escalated",
    script: { ...asked, RequestApproval: [refuses()] },
    path: `${quickFix}, Await approval, ${resolved}`,
    ends: "SUCCEEDED",
  },
  {
    name: "an issue that clears while a person has it is learned from",
    script: { ...denied, AwaitHuman: [answers("cleared")] },
    path: `${quickFix}, ${resolved}`,
    ends: "SUCCEEDED",
  },
  {
    name: "a person's retry begins with triage",
    script: { ...denied, AwaitHuman: [answers("retry")] },
    path: `${quickFix}, ${human}, ${quickFix}, ${act}, Learn`,
    ends: "SUCCEEDED",
  },
  {
    name: "an escalation whose token fails raises the alarm",
    script: { ...denied, AwaitHuman: [refuses()] },
    path: `${quickFix}, Escalate, Await human, Alarm, Failed`,
    ends: "FAILED",
  },
];
