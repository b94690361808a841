import type { Verb } from "@gradus/workflows";

/** What a scripted verb does when it is called. */
export type Turn =
  /** Returns the state it got with these changes; undefined takes a member away. */
  | { readonly gives: Readonly<Record<string, unknown>> }
  /** Throws an error of this name. */
  | { readonly throws: string }
  /** Completes its own task token. */
  | { readonly answers: { readonly decision: string } }
  /** Fails its own task token. */
  | { readonly refuses: string }
  /** Does not come back in time, or leaves its token lying. */
  | { readonly hangs: true };

/** Turns in the order of the calls, the last for all that follow; `AskExpert:ben` is for one expert only. */
export type Script = Readonly<Partial<Record<Verb | `AskExpert:${string}`, readonly Turn[]>>>;

export interface Scenario {
  /** What happens, as a sentence. */
  readonly name: string;
  readonly script: Script;
  /** The states that are entered, in order, without those inside a Map. */
  readonly path: string;
  readonly ends: "SUCCEEDED" | "FAILED";
  /** The topic of the operators is not there. */
  readonly isTopicGone?: true;
  /** Runs with every timeout at two seconds, and without heartbeats. */
  readonly isHurried?: true;
  /** Why an emulator cannot walk it: a key of the table of differences in test/deployed/workflow. */
  readonly onlyLocally?: "throwing wait" | "heartbeat" | "missing path";
}

/** The id of a scenario's task, and the name of its execution. */
export const taskOf = ({ name }: Scenario): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 80);

export const gives = (changes: Readonly<Record<string, unknown>> = {}): Turn => ({ gives: changes });
export const decides = (decision: string, changes: Readonly<Record<string, unknown>> = {}): Turn => ({
  gives: { decision, ...changes },
});
export const throws = (name = "Broken"): Turn => ({ throws: name });
export const answers = (decision: string): Turn => ({ answers: { decision } });
export const refuses = (error = "Refused"): Turn => ({ refuses: error });
export const hangs: Turn = { hangs: true };

/** What a verb does that a script does not name: a quick fix that works, people who agree. */
export const usual: Readonly<Record<Verb, readonly Turn[]>> = {
  Triage: [decides("remediate", { phase: 1, settle: 1, experts: ["ada", "ben", "cem"] })],
  QuickFix: [decides("allowed")],
  Research: [decides("allowed")],
  AskExpert: [gives({ voted: true })],
  Consensus: [decides("allowed")],
  RequestApproval: [answers("approved")],
  Apply: [decides("acted")],
  Verify: [decides("fixed")],
  Undo: [decides("not_fixed")],
  Escalate: [decides("escalated")],
  AwaitHuman: [answers("resolved")],
  Learn: [gives()],
  Alarm: [gives()],
};
