import { answers, decides, gives, refuses, throws, type Scenario } from "../script.ts";
import { act, consult, quickFix, resolved } from "./roads.ts";

const once = throws("Lambda.TooManyRequestsException");

/** Everything that is retried, fails once (or as often as it may) and then goes on as if nothing had been. */
export const retries: readonly Scenario[] = [
  {
    name: "every verb up to the panel may fail once without changing the path",
    script: {
      Triage: [once, decides("remediate", { phase: 1, settle: 1, experts: ["ada", "ben", "cem"] })],
      QuickFix: [once, decides("none", { phase: 2 })],
      Research: [once, decides("none", { phase: 3 })],
      AskExpert: [once, gives({ voted: true })],
      Consensus: [once, decides("allowed")],
      Apply: [once, decides("acted")],
      Verify: [once, decides("undo")],
      Undo: [once, decides("not_fixed", { phase: 4 })],
      Escalate: [once, decides("escalated")],
      Learn: [once, gives()],
    },
    path: `${quickFix}, Next phase, Research, Decide, Next phase, ${consult}, ${act}, Undo, Next phase, ${resolved}`,
    ends: "SUCCEEDED",
  },
  {
    name: "a verb may fail three times and succeed at last",
    script: { Apply: [once, once, once, decides("acted")] },
    path: `${quickFix}, ${act}, Learn`,
    ends: "SUCCEEDED",
  },
  {
    name: "a fourth failure is a fault",
    script: { Apply: [once, once, once, once, decides("acted")] },
    path: `${quickFix}, Apply, ${resolved}`,
    ends: "SUCCEEDED",
  },
  {
    name: "tokens that fail once are handed out anew",
    script: {
      QuickFix: [decides("approval")],
      RequestApproval: [refuses(), answers("rejected")],
      AwaitHuman: [refuses(), answers("resolved")],
    },
    path: `${quickFix}, Await approval, Approved, ${resolved}`,
    ends: "SUCCEEDED",
  },
  {
    name: "an alarm that fails once is raised again",
    script: { Triage: [throws()], Escalate: [throws()], Alarm: [once, gives()] },
    path: "Triage, Escalate, Alarm, Failed",
    ends: "FAILED",
  },
  {
    name: "a request for approval that throws once is made again",
    script: { QuickFix: [decides("approval")], RequestApproval: [once, answers("approved")] },
    path: `${quickFix}, Await approval, Approved, ${act}, Learn`,
    ends: "SUCCEEDED",
    onlyLocally: "throwing wait",
  },
];
