import type { CaseFile, Verdict } from "@gradus/core";
import { hasAny, meets, read, type Reading } from "../findings/find.ts";
import { familyOf, type Treatment } from "../knowledge/index.ts";
import { treat, trapFor } from "../proposal/treat.ts";
import { toVerdict } from "../proposal/verdict.ts";
import type { Known } from "./schema.ts";
import { knownTable } from "./table.ts";

/** Each treatment that was tried in vain makes the cause a little less sure. */
const PER_TRIED = 0.05;

/**
 * Phase 1: the known-service runbook for what the evidence shows, if it is decisive. A verdict without an action means
 * that the cause is known and nothing is to be done here. Undefined: nothing decisive, or nothing wrong.
 */
export function proposeKnown(file: CaseFile): Verdict | undefined {
  const reading = read(file);
  if (hasAny(reading, ["on_purpose"]) || isOver(reading)) return undefined;
  const isBlind = hasAny(reading, ["status_unknown"]);
  const fitting = knownTable.flatMap((known) => {
    if (isBlind && !known.certain) return [];
    const cites = (known.unless ?? []).some((id) => reading.findings.has(id))
      ? undefined
      : meets(reading, known.when);
    return cites ? [{ known, cites }] : [];
  });
  // A cause that was found nearer forbids its traps to all that come after it.
  const nearer: Known[] = [];
  for (const { known, cites } of fitting) {
    if (known.treatments?.length === 0) return verdict(reading, known, cites, undefined, 0);
    nearer.push(known);
    const found = treat(reading, known.fault, allowed(reading, known, nearer));
    if (found) return verdict(reading, known, cites, found.action, found.tried);
  }
  const [first] = fitting;
  return first ? verdict(reading, first.known, first.cites, undefined, file.tabu.length) : undefined;
}

/** The treatments of a line that are no trap for any cause before it. */
function allowed(reading: Reading, known: Known, nearer: readonly Known[]): readonly Treatment[] {
  const own = known.treatments ?? familyOf(known.fault).treatments;
  return own.filter((t) => nearer.every((n) => trapFor(reading, n.fault, t.runbook) === undefined));
}

/** A blip: the last look finds everything well again. */
const isOver = (reading: Reading): boolean =>
  hasAny(reading, ["check_recovered"]) &&
  !hasAny(reading, [
    "down",
    "suspended",
    "error_rate",
    "own_memory",
    "own_cpu",
    "disk_full",
    "log_flood",
    "starved",
    "deployment_stuck",
    "tasks_exiting",
    "throttled",
  ]);

function verdict(
  { evidence }: Reading,
  known: Known,
  cites: readonly string[],
  action: Verdict["action"],
  tried: number,
): Verdict | undefined {
  return toVerdict(evidence, {
    expert: "known-service",
    fault: known.fault,
    action,
    cites,
    confidence: known.confidence - PER_TRIED * tried,
    reasoning: known.because,
  });
}
