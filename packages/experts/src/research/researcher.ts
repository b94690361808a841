import type { CaseFile, Expert, Verdict } from "@gradus/core";
import { hasAny, read, type Reading } from "../findings/find.ts";
import { treat, trapFor } from "../proposal/treat.ts";
import { toVerdict } from "../proposal/verdict.ts";
import { explain } from "./explain.ts";
import { type Hypothesis, weigh } from "./score.ts";

/** Below this share of belief no hypothesis is worth an action. */
const MIN_PROBABILITY = 0.3;
/** Above this, a second cause is not considered. */
const SURE = 0.6;
const PER_TRIED = 0.05;

/** Phase 2: one expert who weighs every fault class over all the evidence and treats the likeliest at the lowest level that can hold. */
export const createResearcher = (): Expert => ({
  id: "researcher",
  perspective: "researcher",
  opine: (file) => Promise.resolve(research(file)),
});

function research(file: CaseFile): Verdict | undefined {
  const reading = read(file);
  if (hasAny(reading, ["on_purpose"])) return undefined;
  const hypotheses = weigh(reading);
  const [first, second] = hypotheses;
  if (!first || first.cites.length === 0 || first.probability < MIN_PROBABILITY) return undefined;
  const own = answer(reading, first, hypotheses);
  if (own?.action || !second || first.probability >= SURE || second.probability < MIN_PROBABILITY) return own;
  // The likeliest cause cannot be treated here and is not certain: the next may be, unless that would be a trap.
  const other = answer(reading, second, hypotheses);
  const trapped = other?.action && trapFor(reading, first.family.fault, other.action.runbook) !== undefined;
  return other?.action && !trapped ? other : own;
}

function answer(reading: Reading, h: Hypothesis, all: readonly Hypothesis[]): Verdict | undefined {
  const found = treat(reading, h.family.fault);
  return toVerdict(reading.evidence, {
    expert: "researcher",
    fault: h.family.fault,
    action: found?.action,
    cites: h.cites,
    confidence: h.probability - PER_TRIED * (found?.tried ?? 0),
    reasoning: explain([h, ...all.filter((other) => other !== h)]),
  });
}
