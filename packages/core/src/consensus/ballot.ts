import type { CaseFile, Verdict } from "../expert/schema.ts";
import { actionKey } from "../runbook/schema.ts";

export type BallotCase = Pick<CaseFile, "observations" | "candidates" | "tabu">;

/** A verdict that does not count, and why. */
export interface VoidVerdict {
  expert: string;
  why: string;
}

/** One expert's one voice. */
export interface Voice {
  expert: string;
  /** actionKey, or undefined for "do nothing". */
  action: string | undefined;
  verdict: Verdict;
}

/**
 * Which verdicts count: grounded, within the action space, and one for each expert. An expert that says the same twice counts
 * once, with its lower confidence; one that contradicts itself has no voice. Sorted by expert: the order in which verdicts
 * arrive decides nothing.
 */
export function voicesOf(
  verdicts: readonly Verdict[],
  file: BallotCase,
): { voices: Voice[]; voided: VoidVerdict[] } {
  const evidence = new Set(file.observations.map((o) => o.id));
  const candidates = new Set(file.candidates.map(actionKey));
  const tabu = new Set(file.tabu);
  const voided: VoidVerdict[] = [];
  const byExpert = new Map<string, Voice[]>();
  for (const verdict of verdicts) {
    const why = whyVoid(verdict, evidence, candidates, tabu);
    if (why) voided.push({ expert: verdict.expert, why });
    else byExpert.set(verdict.expert, [...(byExpert.get(verdict.expert) ?? []), voiceOf(verdict)]);
  }
  const voices: Voice[] = [];
  for (const [expert, all] of byExpert) {
    const [first] = [...all].sort(byLeastSure);
    if (first && all.every((voice) => voteText(voice) === voteText(first))) voices.push(first);
    else voided.push({ expert, why: "contradicts itself" });
  }
  return {
    voices: voices.sort(byName),
    voided: voided.sort((a, b) => byName(a, b) || compare(a.why, b.why)),
  };
}

function whyVoid(
  verdict: Verdict,
  evidence: ReadonlySet<string>,
  candidates: ReadonlySet<string>,
  tabu: ReadonlySet<string>,
): string | undefined {
  if (!(verdict.confidence >= 0 && verdict.confidence <= 1)) return "states no confidence between 0 and 1";
  const missing = verdict.cites.find((id) => !evidence.has(id));
  if (missing !== undefined) return `cites ${missing}, which is not in the evidence`;
  if (!verdict.action) return undefined;
  if (verdict.cites.length === 0) return "proposes an action and cites nothing";
  const key = actionKey(verdict.action);
  if (!candidates.has(key)) return `proposes ${key}, which is not among the candidates`;
  if (tabu.has(key)) return `proposes ${key}, which did not work before`;
  return undefined;
}

const voiceOf = (verdict: Verdict): Voice => ({
  expert: verdict.expert,
  action: verdict.action && actionKey(verdict.action),
  verdict,
});

const voteText = ({ action, verdict }: Voice): string =>
  JSON.stringify([action ?? null, verdict.component, verdict.faultClass]);

/** Least sure first, and a fixed order among equals. */
const byLeastSure = (a: Voice, b: Voice): number =>
  a.verdict.confidence - b.verdict.confidence ||
  a.verdict.cites.length - b.verdict.cites.length ||
  compare(JSON.stringify(a.verdict), JSON.stringify(b.verdict));

const byName = (a: { expert: string }, b: { expert: string }): number => compare(a.expert, b.expert);

export const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
