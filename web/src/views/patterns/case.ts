import type { Pattern } from "../../api/types.ts";
import { type Mark, spaced } from "../../text/words.ts";
import type { Standing } from "./strength.ts";

/** "process down", "check answers 5xx": a feature's token in words. */
const feature = (token: string): string =>
  token.replace(":", " ").replace("check status-", "check answers ").replaceAll("-", " ");

/** What kind of case a pattern is for. */
export const seenIn = ({ features }: Pattern): string =>
  features.length === 0 ? "nothing else to see" : features.map(feature).join(", ");

/** "node: service down" */
export const caseOf = ({ software, symptom }: Pattern): string => `${software}: ${spaced(symptom)}`;

/** What it does: the runbook, with what each case brings itself named as such. */
export function doneBy({ action }: Pattern): string {
  const params = Object.entries(action.params).map(
    ([name, value]) => `${name} ${value === "$evidence" ? "as the evidence says" : String(value)}`,
  );
  return params.length === 0 ? action.runbook : `${action.runbook}: ${params.join(", ")}`;
}

export const originWords: Record<Pattern["origin"], string> = {
  own: "learned here",
  human: "vouched for by a person",
  imported: "from another installation",
};

export const standingMarks: Record<Standing, Mark> = {
  used: { tone: "good", icon: "✓", word: "in use" },
  trial: { tone: "wait", icon: "~", word: "on trial" },
  quarantined: { tone: "bad", icon: "✗", word: "quarantined" },
  retired: { tone: "calm", icon: "–", word: "retired" },
};

/** An attempt that a pattern learned from, newest last: "<task>#<n> <outcome>". */
export function lessonOf(learned: string): { task: string; attempt: string; outcome: string } | undefined {
  const [, task, attempt, outcome] = /^(.+)#(\d+) (\w+)$/.exec(learned) ?? [];
  return task === undefined || attempt === undefined || outcome === undefined
    ? undefined
    : { task, attempt, outcome };
}
