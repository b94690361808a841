import { OUTCOME_WEIGHTS } from "../pattern/record.ts";
import type { Outcome } from "../pattern/schema.ts";
import { wilsonLowerBound } from "../pattern/wilson.ts";
import type { AutonomySets } from "../settings/autonomy.ts";
import type { Autonomy, AutonomyLevel, Risk } from "./schema.ts";

/** Verified successes on end that turn approve into auto. */
export const EARNED_AFTER = 5;
/** Wilson lower bound over the whole history that this needs besides: five of five give 0.83, five after five failures 0.36. */
const EARNED_BOUND = 0.6;
/** Failures on end that take auto away: where it was earned, and where the owner gave it. */
const FAILURES_EARNED = 2;
const FAILURES_GIVEN = 5;
/** An approved action that did harm: suggest only, for so long. */
export const SUGGEST_AFTER_HARM_MS = 7 * 24 * 3_600_000;

/** One verified outcome of an action on the target. */
export interface AutonomyOutcome {
  risk: Risk;
  outcome: Outcome;
  /** Epoch ms. */
  at: number;
}

/**
 * What a target allows now: what its owner wrote, raised and lowered by the outcomes of its own tasks, for each risk class
 * alone. Observe and suggest are the owner's wish and stay; destructive never rises above approve. Harm costs one level at
 * once, and five good outcomes earn it back. What a person has set since stands in the owner's place, and starts afresh.
 */
export function effectiveAutonomy(of: {
  base: Autonomy;
  set?: AutonomySets;
  history: readonly AutonomyOutcome[];
  now: number;
}): Autonomy {
  const level = (risk: Risk) => earnedLevel({ ...of, risk }).level;
  const destructive = level("destructive");
  return {
    reversible: level("reversible"),
    disruptive: level("disruptive"),
    destructive: destructive === "auto" ? "approve" : destructive,
  };
}

/** The level of one risk class, and in words how it came to be. */
export function earnedLevel(of: {
  base: Autonomy;
  set?: AutonomySets;
  risk: Risk;
  history: readonly AutonomyOutcome[];
  now: number;
}): { level: AutonomyLevel; reason: string } {
  const set = of.set?.[of.risk];
  const given: AutonomyLevel = set?.level ?? of.base[of.risk];
  const reason = set ? `set by ${set.by.replace(/^human:/, "")}: ${set.reason}` : "set by the owner";
  if (given === "observe" || given === "suggest") return { level: given, reason };
  const since = set?.at ?? Number.NEGATIVE_INFINITY;
  const history = of.history
    .filter((past) => past.risk === of.risk && past.at >= since)
    .sort((a, b) => a.at - b.at || worse(a, b));
  const cap = of.risk === "destructive" ? "approve" : "auto";
  let standing = start(given === "auto" ? cap : given, reason);
  for (const past of history) standing = step(standing, past, cap);
  const now = recover(standing, of.now);
  return { level: now.level, reason: now.reason };
}

interface Standing {
  level: "suggest" | "approve" | "auto";
  reason: string;
  given: boolean;
  /** Successes, and failures, on end. */
  streak: number;
  failed: number;
  successes: number;
  failures: number;
  suggestUntil: number;
}

const start = (level: Standing["level"], reason: string): Standing => ({
  level,
  reason,
  given: level === "auto",
  streak: 0,
  failed: 0,
  successes: 0,
  failures: 0,
  suggestUntil: 0,
});

function step(before: Standing, past: AutonomyOutcome, cap: "approve" | "auto"): Standing {
  const now = recover(before, past.at);
  const weight = OUTCOME_WEIGHTS[past.outcome];
  const fixed = past.outcome === "fixed";
  const next: Standing = {
    ...now,
    streak: fixed ? now.streak + 1 : 0,
    failed: fixed ? 0 : now.failed + weight.failure,
    successes: now.successes + weight.success,
    failures: now.failures + weight.failure,
  };
  if (past.outcome === "harm") return lower(next, past.at);
  if (next.level === "auto" && next.failed >= (next.given ? FAILURES_GIVEN : FAILURES_EARNED))
    return { ...next, level: "approve", given: false, reason: "lost by failures in a row" };
  const earned =
    next.streak >= EARNED_AFTER && wilsonLowerBound(next.successes, next.failures) >= EARNED_BOUND;
  if (next.level === "approve" && cap === "auto" && earned)
    return { ...next, level: "auto", reason: `earned by ${next.streak} verified fixes in a row` };
  return next;
}

function lower(standing: Standing, at: number): Standing {
  if (standing.level === "auto")
    return { ...standing, level: "approve", given: false, reason: "lost by doing harm" };
  const suggestUntil = at + SUGGEST_AFTER_HARM_MS;
  return { ...standing, level: "suggest", suggestUntil, reason: "an approved action did harm" };
}

/** Suggest that harm brought ends by itself: where nothing is done, nothing could be earned. */
const recover = (standing: Standing, now: number): Standing =>
  standing.level === "suggest" && now >= standing.suggestUntil
    ? { ...standing, level: "approve", reason: "harm lies back long enough" }
    : standing;

/** Of two outcomes of the same moment the worse counts last. */
const worse = (a: AutonomyOutcome, b: AutonomyOutcome): number =>
  OUTCOME_WEIGHTS[a.outcome].failure - OUTCOME_WEIGHTS[b.outcome].failure;
