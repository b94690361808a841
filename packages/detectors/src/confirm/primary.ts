import type { Severity, Signal } from "@gradus/core";
import { symptomOf } from "@gradus/core";

const SEVERITY: Record<Severity, number> = { critical: 3, high: 2, medium: 1, low: 0 };

/**
 * Of several signals of one target, the one nearest to the cause and the others, which become its evidence.
 * Equal ranks go by severity, then by name, so that the answer does not depend on the order of arrival.
 */
export function primary(signals: readonly Signal[]): { primary: Signal; related: Signal[] } | undefined {
  const [first, ...related] = [...signals].sort(
    (a, b) =>
      symptomOf(b.symptom).rank - symptomOf(a.symptom).rank ||
      SEVERITY[b.severity] - SEVERITY[a.severity] ||
      compare(a.symptom, b.symptom) ||
      compare(a.key ?? "", b.key ?? ""),
  );
  return first ? { primary: first, related } : undefined;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
