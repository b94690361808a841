import type { Observation, Signal, SymptomId, Target } from "@gradus/core";
import { factsOf, redact, symptomOf } from "@gradus/core";

const MAX_EVIDENCE = 12;

/** A signal with the source and severity that the catalogue gives its symptom. */
export function signalOf(
  target: Target,
  symptom: SymptomId,
  now: number,
  detail: string,
  evidence: readonly Observation[],
  extra: { key?: string; certain?: true } = {},
): Signal {
  const { source, severity, title } = symptomOf(symptom);
  return {
    source,
    target: target.id,
    symptom,
    ...extra,
    severity,
    at: now,
    summary: redact(detail ? `${target.id} ${title}: ${detail}` : `${target.id} ${title}`, 500),
    evidence: evidence.slice(0, MAX_EVIDENCE),
  };
}

/** True when somebody stopped the target through Gradus: then that it does not answer is no fault. */
export const isStoppedOnPurpose = (observations: readonly Observation[]): boolean =>
  factsOf(observations, "process").some(({ fact }) => fact.stoppedOnPurpose === true && !fact.running);
