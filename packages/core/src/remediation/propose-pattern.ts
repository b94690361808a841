import type { CaseFile, Verdict } from "../expert/schema.ts";
import { features } from "../pattern/features.ts";
import { rankPatterns } from "../pattern/gate.ts";
import { recordOf } from "../pattern/record.ts";
import type { Pattern } from "../pattern/schema.ts";
import { fillAction, signature } from "../pattern/signature.ts";
import { actionKey } from "../runbook/schema.ts";

/** The best learned pattern for exactly this kind of case whose action is a candidate now and not tabu, as a verdict. */
export function proposePattern(file: CaseFile): { verdict: Verdict; pattern: Pattern } | undefined {
  const signed = signature({
    software: file.target.software,
    symptom: file.symptom,
    features: features(file.observations, { openedAt: file.openedAt }),
  });
  const alike = file.patterns.filter((p) => p.signature === signed);
  for (const pattern of rankPatterns(alike, file.now)) {
    const action = fillAction(pattern.action, file.candidates);
    if (!action || file.tabu.includes(actionKey(action))) continue;
    const { totals } = pattern;
    const verdict: Verdict = {
      expert: "pattern",
      component: file.target.id,
      faultClass: pattern.faultClass,
      cites: file.observations.map((o) => o.id).slice(0, 20),
      action,
      predicts: "the symptom and its cause go away, as before",
      confidence: recordOf(pattern, file.now).rate,
      reasoning: `This kind of case was fixed ${totals.fixed} time(s) by ${pattern.action.runbook} before (${totals.notFixed + totals.notHeld + totals.harm} failure(s)).`,
    };
    return { verdict, pattern };
  }
  return undefined;
}
