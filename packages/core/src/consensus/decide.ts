import { confidenceOf, groundingOf } from "../confidence/combine.ts";
import type { Verdict } from "../expert/schema.ts";
import type { DiagnosticId } from "../remediation/diagnostics.ts";
import type { Action, FaultClass } from "../runbook/schema.ts";
import { compare, voicesOf, type BallotCase, type Voice, type VoidVerdict } from "./ballot.ts";
import { separate } from "./separate.ts";

/** An action needs this many grounded voices, whatever the size of the panel. */
const FEWEST_VOTES = 2;
/** Agreement is measured against a panel of three: two voices of two are no more than two of three. */
const FULL_PANEL = 3;

export interface Camp {
  /** Absent: the camp that would do nothing. */
  action?: Action;
  experts: string[];
  faultClass: FaultClass;
  component: string;
}

/** `voided` lists what did not count; `confidence` is 0..1. */
export type ConsensusResult = { voided: VoidVerdict[]; confidence: number; summary: string } & (
  | {
      kind: "agreed";
      action: Action;
      faultClass: FaultClass;
      component: string;
      /** Experts that want the action. */
      votes: string[];
      /** Whether two voices or more name the cause too. */
      causeAgreed: boolean;
      /** The observations the camp rests on. */
      cites: string[];
    }
  | { kind: "split"; camps: Camp[]; separatingTest?: DiagnosticId }
  | { kind: "nothing"; votes: string[] }
  | { kind: "none" }
);

export interface ConsensusOptions {
  /** Diagnostics whose result is in the evidence already: a separating test must be another one. */
  ran?: readonly DiagnosticId[];
  /** Expected success rate of an action as learned so far, by actionKey. */
  records?: ReadonlyMap<string, number>;
}

/**
 * The decision over blind verdicts. Actions are compared by actionKey, causes by component and fault class, and the two are
 * voted on separately. An action, or doing nothing, needs two grounded voices and more than half of all that count: ties
 * never act, and one voice never decides. The result does not depend on the order of the verdicts.
 */
export function decide(
  verdicts: readonly Verdict[],
  file: BallotCase,
  options: ConsensusOptions = {},
): ConsensusResult {
  const { voices, voided } = voicesOf(verdicts, file);
  const needed = Math.max(FEWEST_VOTES, Math.floor(voices.length / 2) + 1);
  const camps = campsOf(voices);
  const [first] = camps;
  if (!first) return { kind: "none", voided, confidence: 0, summary: "no expert gave a verdict that counts" };
  if (first.length < needed) {
    if (camps.length > 1) return split(camps, voices, voided, options.ran);
    return { kind: "none", voided, confidence: 0, summary: "one voice alone decides nothing" };
  }
  const votes = first.map((voice) => voice.expert);
  const share = `${first.length} of ${voices.length} voices`;
  const leader = first[0];
  const action = leader?.verdict.action;
  if (!leader?.action || !action) {
    const confidence = agreementOf(first.length, voices.length);
    return { kind: "nothing", votes, voided, confidence, summary: `${share} advise to do nothing` };
  }
  const cause = causeOf(first, voices);
  const cites = [...new Set(first.flatMap((voice) => voice.verdict.cites))].sort();
  const confidence = confidenceOf({
    agreement: 0.7 * agreementOf(first.length, voices.length) + 0.3 * agreementOf(cause.votes, voices.length),
    grounding: groundingOf(cites, new Set(cites)),
    record: options.records?.get(leader.action),
    match: mean(first.map((voice) => voice.verdict.confidence)),
  });
  const { component, faultClass } = cause;
  const causeAgreed = cause.votes >= FEWEST_VOTES;
  const named = causeAgreed ? `${cause.votes} name ${faultClass} of ${component}` : "the cause is disputed";
  const summary = `${share} want ${leader.action}; ${named}`;
  return {
    kind: "agreed",
    action,
    faultClass,
    component,
    confidence,
    votes,
    causeAgreed,
    cites,
    voided,
    summary,
  };
}

function split(
  camps: readonly Voice[][],
  voices: readonly Voice[],
  voided: VoidVerdict[],
  ran: readonly DiagnosticId[] | undefined,
): ConsensusResult {
  const sides = camps.map((camp): Camp => {
    const { component, faultClass } = causeOf(camp, camp);
    const action = camp[0]?.verdict.action;
    const experts = camp.map((voice) => voice.expert);
    return { ...(action ? { action } : {}), experts, component, faultClass };
  });
  const test = testBetween(sides, ran);
  const words = camps.map((camp) => `${camp.length} for ${camp[0]?.action ?? "doing nothing"}`).join(", ");
  const summary = `the experts are split: ${words}`;
  const confidence = agreementOf(camps[0]?.length ?? 0, voices.length);
  return {
    kind: "split",
    camps: sides,
    ...(test ? { separatingTest: test } : {}),
    voided,
    confidence,
    summary,
  };
}

/** The first test that separates two camps, the largest pair first. */
function testBetween(
  camps: readonly Camp[],
  ran: readonly DiagnosticId[] | undefined,
): DiagnosticId | undefined {
  const pairs = camps.flatMap((a, i) =>
    camps.slice(i + 1).map((b) => separate(a.faultClass, b.faultClass, ran)),
  );
  return pairs.find((test) => test !== undefined);
}

/** Voices by what they would do: largest camp first, then by action. */
function campsOf(voices: readonly Voice[]): Voice[][] {
  const camps = new Map<string, Voice[]>();
  for (const voice of voices) {
    const key = voice.action ?? "";
    camps.set(key, [...(camps.get(key) ?? []), voice]);
  }
  return [...camps.entries()]
    .sort(([a, left], [b, right]) => right.length - left.length || compare(a, b))
    .map(([, camp]) => camp);
}

/** The cause that most voices name, among those that the camp itself names; its surer voices break a tie. */
function causeOf(camp: readonly Voice[], voices: readonly Voice[]) {
  const causes = [...new Map(camp.map((v) => [causeKey(v.verdict), v.verdict])).entries()].map(
    ([key, verdict]) => ({
      key,
      component: verdict.component,
      faultClass: verdict.faultClass,
      votes: voices.filter((v) => causeKey(v.verdict) === key).length,
      sureness: mean(camp.filter((v) => causeKey(v.verdict) === key).map((v) => v.verdict.confidence)),
    }),
  );
  causes.sort((a, b) => b.votes - a.votes || b.sureness - a.sureness || compare(a.key, b.key));
  return causes[0] ?? { component: "", faultClass: "unknown" as const, votes: 0 };
}

const causeKey = (verdict: Verdict): string => JSON.stringify([verdict.component, verdict.faultClass]);
const agreementOf = (votes: number, voices: number): number => votes / Math.max(FULL_PANEL, voices);

/** Voices are sorted by expert, so the sum is the same whatever order they came in. */
const mean = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;
