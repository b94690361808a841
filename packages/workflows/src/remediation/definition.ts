import { publish, step, wait } from "./tasks.ts";

const DAY = 86_400;

const when = (variable: string, equals: string, next: string) => ({
  Variable: variable,
  StringEquals: equals,
  Next: next,
});
const phase = (number: number, next: string) => ({ Variable: "$.phase", NumericEquals: number, Next: next });

/**
 * Works one task through the four phases. Its state is small (see state.ts): ids and decisions; evidence stays in the store.
 * Only plain reference paths and no intrinsic functions, so that every engine agrees on what it means.
 * A quick fix takes nine transitions: Triage, Next phase, Quick fix, Decide, Apply, Settle, Verify, Verified, Learn.
 */
export const remediation = {
  Comment:
    "Gradus remediation: known fix, researched fix, three-expert consensus, human. Believes nothing it has not verified.",
  StartAt: "Triage",
  TimeoutSeconds: 90 * DAY,
  States: {
    Triage: step(
      "Triage",
      60,
      "Next phase",
      "Escalate",
      "Is it still there? Is it really this target's fault, or a dependency's?",
    ),
    "Next phase": {
      Type: "Choice",
      Choices: [
        when("$.decision", "closed", "Closed"),
        phase(1, "Quick fix"),
        phase(2, "Research"),
        phase(3, "Consult"),
      ],
      Default: "Escalate",
    },
    "Quick fix": step(
      "QuickFix",
      30,
      "Decide",
      "Escalate",
      "Phase 1: a learned pattern or a known-service runbook.",
    ),
    Research: step(
      "Research",
      300,
      "Decide",
      "Escalate",
      "Phase 2: read-only diagnostics, drift and recovery levels; one expert proposes.",
    ),
    Consult: {
      Type: "Map",
      Comment: "Phase 3: three blind experts with different evidence and reasoning.",
      ItemsPath: "$.experts",
      ItemSelector: { "task.$": "$.task", "expert.$": "$$.Map.Item.Value" },
      MaxConcurrency: 3,
      ItemProcessor: {
        ProcessorConfig: { Mode: "INLINE" },
        StartAt: "Ask expert",
        States: {
          "Ask expert": step(
            "AskExpert",
            300,
            undefined,
            "No opinion",
            "One expert, blind to the others, gives a verdict.",
          ),
          "No opinion": {
            Type: "Pass",
            Comment: "An expert that fails does not vote.",
            Result: { voted: false },
            End: true,
          },
        },
      },
      ResultPath: "$.votes",
      Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: "$.fault", Next: "Escalate" }],
      Next: "Consensus",
    },
    Consensus: step(
      "Consensus",
      300,
      "Decide",
      "Escalate",
      "Two grounded votes of three, or the one test that separates the camps.",
    ),
    Decide: {
      Type: "Choice",
      Choices: [
        when("$.decision", "allowed", "Apply"),
        when("$.decision", "approval", "Await approval"),
        when("$.decision", "denied", "Escalate"),
      ],
      Default: "Next phase",
    },
    "Await approval": wait(
      "RequestApproval",
      { seconds: 2 * DAY, heartbeatSeconds: DAY, patient: false },
      "Approved",
      "Escalate",
      "A person approves or rejects exactly this action.",
    ),
    Approved: {
      Type: "Choice",
      Choices: [
        when("$.answer.decision", "approved", "Apply"),
        when("$.answer.decision", "cleared", "Learn"),
        when("$.answer.decision", "resolved", "Learn"),
        when("$.answer.decision", "retry", "Triage"),
      ],
      Default: "Escalate",
    },
    Apply: step("Apply", 180, "Settle", "Escalate", "Takes the target, records the intent, acts once."),
    Settle: { Type: "Wait", Comment: "Time for the fix to show.", SecondsPath: "$.settle", Next: "Verify" },
    Verify: step(
      "Verify",
      120,
      "Verified",
      "Escalate",
      "Symptom, health, dependents and cause: all good, or it is not fixed.",
    ),
    Verified: {
      Type: "Choice",
      Choices: [
        when("$.decision", "fixed", "Learn"),
        when("$.decision", "again", "Apply"),
        when("$.decision", "undo", "Undo"),
      ],
      Default: "Next phase",
    },
    Undo: step("Undo", 180, "Next phase", "Escalate", "Takes back what made things worse."),
    Escalate: step("Escalate", 60, "Await human", "Alarm", "Phase 4: everything known goes to a person."),
    "Await human": wait(
      "AwaitHuman",
      { seconds: 30 * DAY, heartbeatSeconds: DAY, patient: true },
      "Answered",
      "Alarm",
      "Reminders until somebody acts, or the issue is gone.",
    ),
    Answered: { Type: "Choice", Choices: [when("$.answer.decision", "retry", "Triage")], Default: "Learn" },
    Learn: step("Learn", 60, undefined, "Alarm", "The outcome goes into the patterns; the task is closed."),
    Alarm: step(
      "Alarm",
      60,
      "Failed",
      "Tell operators",
      "Escalation itself failed: say so by every way that is left.",
    ),
    "Tell operators": publish(
      30,
      "Failed",
      "The way that needs no code of ours: a topic whose subscribers are people.",
    ),
    Failed: {
      Type: "Fail",
      Error: "GradusUnwell",
      Cause: "A task could not be escalated or closed. The log and the alarm say why; it is started again.",
    },
    Closed: { Type: "Succeed" },
  },
} as const;
