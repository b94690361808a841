import { actionKey } from "../runbook/schema.ts";
import type { Attempt } from "../task/schema.ts";

type Step = Pick<Attempt, "action" | "phase" | "result" | "verification">;

/**
 * Why a task is going in circles, in words for the report, or undefined. Looks at what was done and what was seen after it:
 * the same action with the same result three times; A-B-A-B; no new evidence after three actions; and, within one phase,
 * no gain in health after two actions (over phases, that is what the next phase is for). Attempts that did nothing
 * (refused, rejected) do not count.
 */
export function stuck(attempts: readonly Step[]): string | undefined {
  const steps = attempts
    .filter((attempt) => attempt.result !== "refused" && attempt.result !== "rejected")
    .filter((attempt) => attempt.result !== "running")
    .map((attempt) => ({
      action: actionKey(attempt.action),
      phase: attempt.phase,
      seen: seenAfter(attempt),
      health: healthAfter(attempt),
    }));
  return sameAgain(steps) ?? alternating(steps) ?? nothingNew(steps) ?? noGain(steps);
}

interface Outcome {
  action: string;
  phase: number;
  /** What verification said, without the numbers that differ from look to look. Empty: nothing was looked at. */
  seen: string[];
  /** Symptom gone and cause gone, one point each; -1 for worse than before. Neither was so when the task was opened. */
  health: number;
}

function sameAgain(steps: readonly Outcome[]): string | undefined {
  const [a, b, c] = steps.slice(-3);
  if (!a || !b || !c || a.action !== b.action || b.action !== c.action) return undefined;
  const same = a.seen.join("\n") === b.seen.join("\n") && b.seen.join("\n") === c.seen.join("\n");
  return same ? `${a.action} was done three times with the same result` : undefined;
}

function alternating(steps: readonly Outcome[]): string | undefined {
  const [a, b, c, d] = steps.slice(-4).map((step) => step.action);
  if (a === undefined || d === undefined || a !== c || b !== d || a === b) return undefined;
  return `${a} and ${b} were done in turn, twice`;
}

function nothingNew(steps: readonly Outcome[]): string | undefined {
  if (steps.length < 4) return undefined;
  const known = new Set(steps.slice(0, -3).flatMap((step) => step.seen));
  const last = steps.slice(-3);
  if (last.some((step) => step.seen.length === 0 || step.seen.some((what) => !known.has(what))))
    return undefined;
  return "the last three actions brought no new evidence";
}

function noGain(steps: readonly Outcome[]): string | undefined {
  const phase = steps.at(-1)?.phase;
  const here = steps.filter((step) => step.phase === phase);
  if (here.length < 2) return undefined;
  const before = Math.max(0, ...steps.slice(0, -2).map((step) => step.health));
  const [last, previous] = [here.at(-1), here.at(-2)];
  if (!last || !previous || last.health > before || previous.health > before) return undefined;
  return `two actions in a row, ${previous.action} and ${last.action}, brought no gain in health`;
}

const seenAfter = (step: Step): string[] =>
  [
    ...new Set((step.verification?.reasons ?? []).map((reason) => reason.replace(/\d+(\.\d+)?/g, "#"))),
  ].sort();

function healthAfter(step: Step): number {
  const verified = step.verification;
  if (!verified) return 0;
  if (verified.result === "worse") return -1;
  return Number(verified.symptomGone) + Number(verified.causeGone === true);
}
