import type { Action, FaultClass } from "@gradus/core";
import { hasAny, type Reading } from "../findings/find.ts";
import { familyOf, type Trap, type Treatment } from "../knowledge/index.ts";
import { actionsFor } from "./actions.ts";

/** Runbooks that were already tried in vain on this task, by id: an action key is `runbook(params)`. */
export const triedRunbooks = (tabu: readonly string[]): string[] =>
  tabu.map((key) => key.slice(0, key.indexOf("(")));

/** Why a runbook is a trap for this fault in this case, or undefined if it is none. */
export function trapFor(reading: Reading, fault: FaultClass, runbook: string): Trap | undefined {
  const tried = triedRunbooks(reading.file.tabu);
  return familyOf(fault).traps.find(
    (trap) =>
      trap.runbook === runbook &&
      (trap.when === undefined || hasAny(reading, trap.when)) &&
      // Where the better runbook is not on offer here, the lesser one is no trap.
      (trap.until === undefined ||
        (!tried.includes(trap.until) && reading.file.candidates.some((c) => c.runbook === trap.until))),
  );
}

/** Treatments of a fault that fit this case, in the order in which they are to be tried. */
export const treatmentsOf = (
  reading: Reading,
  fault: FaultClass,
  treatments: readonly Treatment[] = familyOf(fault).treatments,
): Treatment[] =>
  treatments
    .filter((t) => t.when === undefined || hasAny(reading, t.when))
    .filter((t) => t.unless === undefined || !hasAny(reading, t.unless))
    .filter((t) => trapFor(reading, fault, t.runbook) === undefined);

/** The first treatment that is on offer and was not tried in vain. `tried` counts the ones that were, before it. */
export function treat(
  reading: Reading,
  fault: FaultClass,
  treatments?: readonly Treatment[],
): { action: Action; tried: number } | undefined {
  const before = triedRunbooks(reading.file.tabu);
  let tried = 0;
  for (const { runbook } of treatmentsOf(reading, fault, treatments)) {
    const [action] = actionsFor(reading.evidence, runbook, fault);
    if (before.includes(runbook)) tried += 1;
    if (action) return { action, tried };
  }
  return undefined;
}
