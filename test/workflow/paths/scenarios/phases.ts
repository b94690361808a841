import { decides, gives, throws, type Scenario } from "../script.ts";
import { act, consult, quickFix, resolved } from "./roads.ts";

const none = (phase: number) => decides("none", { phase });

/** Up through the four phases, and what becomes of an action. */
export const phases: readonly Scenario[] = [
  {
    name: "a quick fix that is allowed and works ends in what was learned",
    script: {},
    path: `${quickFix}, ${act}, Learn`,
    ends: "SUCCEEDED",
  },
  {
    name: "what triage closes is worked on no further",
    script: { Triage: [decides("closed", { phase: 1, settle: 1, experts: [] })] },
    path: "Triage, Next phase, Closed",
    ends: "SUCCEEDED",
  },
  {
    name: "a task that starts in phase 2 is researched",
    script: { Triage: [decides("remediate", { phase: 2, settle: 1, experts: [] })] },
    path: `Triage, Next phase, Research, Decide, ${act}, Learn`,
    ends: "SUCCEEDED",
  },
  {
    name: "without a proposal the task goes up phase by phase until a person has it",
    script: { QuickFix: [none(2)], Research: [none(3)], Consensus: [none(4)] },
    path: `${quickFix}, Next phase, Research, Decide, Next phase, ${consult}, Next phase, ${resolved}`,
    ends: "SUCCEEDED",
  },
  {
    name: "an action that does not fix sends the task up a phase each time",
    script: {
      Verify: [2, 3, 4].map((phase) => decides("not_fixed", { phase })),
    },
    path: [
      `${quickFix}, ${act}`,
      `Next phase, Research, Decide, ${act}`,
      `Next phase, ${consult}, ${act}`,
      `Next phase, ${resolved}`,
    ].join(", "),
    ends: "SUCCEEDED",
  },
  {
    name: "what made things worse is undone before the next phase",
    script: {
      Verify: [decides("undo"), decides("fixed")],
      Undo: [decides("not_fixed", { phase: 2 })],
    },
    path: `${quickFix}, ${act}, Undo, Next phase, Research, Decide, ${act}, Learn`,
    ends: "SUCCEEDED",
  },
  {
    name: "a target that is busy is tried again until it is free",
    script: {
      Apply: [decides("busy"), decides("busy"), decides("acted")],
      Verify: [decides("again"), decides("again"), decides("fixed")],
    },
    path: `${quickFix}, ${act}, ${act}, ${act}, Learn`,
    ends: "SUCCEEDED",
  },
  {
    name: "what somebody else closed meanwhile ends after its verification",
    script: { Verify: [decides("closed")] },
    path: `${quickFix}, ${act}, Next phase, Closed`,
    ends: "SUCCEEDED",
  },
  {
    name: "what policy denies goes to a person",
    script: { QuickFix: [decides("denied")] },
    path: `${quickFix}, ${resolved}`,
    ends: "SUCCEEDED",
  },
  {
    name: "a panel without experts still comes to its consensus",
    script: { Triage: [decides("remediate", { phase: 3, settle: 1, experts: [] })] },
    path: `Triage, Next phase, ${consult}, ${act}, Learn`,
    ends: "SUCCEEDED",
  },
  {
    name: "an expert that keeps failing has no opinion, and the others are heard",
    script: { QuickFix: [none(3)], "AskExpert:ben": [throws()] },
    path: `${quickFix}, Next phase, ${consult}, ${act}, Learn`,
    ends: "SUCCEEDED",
  },
  {
    name: "a panel of which nobody has an opinion comes to its consensus all the same",
    script: { QuickFix: [none(3)], AskExpert: [throws()], Consensus: [none(4)] },
    path: `${quickFix}, Next phase, ${consult}, Next phase, ${resolved}`,
    ends: "SUCCEEDED",
  },
  {
    name: "a state that lost its task before the panel goes to a person",
    script: {
      QuickFix: [gives({ task: undefined, phase: 3, decision: "none" })],
    },
    path: `${quickFix}, Next phase, Consult, ${resolved}`,
    ends: "SUCCEEDED",
    onlyLocally: "missing path",
  },
];
