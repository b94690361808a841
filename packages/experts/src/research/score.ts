import type { FaultClass } from "@gradus/core";
import type { FindingId, Reading } from "../findings/find.ts";
import { families, type Family } from "../knowledge/index.ts";
import { actionsFor } from "../proposal/actions.ts";
import { treatmentsOf, triedRunbooks } from "../proposal/treat.ts";
import { specialistFor } from "../consult/specialists.ts";

/** The log-odds that something is at fault of which nothing is known here. */
const UNKNOWN = 0.8;
const TREATED_IN_VAIN = -1.2;
const TRAP_IN_VAIN = 0.4;

/** Why a hypothesis stands where it stands: one finding, or one thing that was tried, and its log-odds. */
export interface Contribution {
  of: FindingId | "tried" | "specialist";
  logOdds: number;
}

export interface Hypothesis {
  family: Family;
  logOdds: number;
  /** Share of belief among all hypotheses and the unknown, 0..1. */
  probability: number;
  contributions: Contribution[];
  /** The observations behind the findings that speak for it. */
  cites: string[];
}

/**
 * Weighs every fault class over all findings: log-odds add up (naive Bayes), and a softmax over the classes and "unknown"
 * makes them comparable. Correlated findings are given small weights in the data instead of being modelled.
 */
export function weigh(reading: Reading): Hypothesis[] {
  const scored = families.map((family) => score(reading, family));
  // A class that nothing speaks for is part of the unknown, not a rival of its own.
  const total = scored
    .filter((h) => h.cites.length > 0)
    .reduce((sum, h) => sum + Math.exp(h.logOdds), Math.exp(UNKNOWN));
  return scored
    .map((h) => ({ ...h, probability: h.cites.length > 0 ? Math.exp(h.logOdds) / total : 0 }))
    .sort(
      (a, b) =>
        b.probability - a.probability || b.logOdds - a.logOdds || (a.family.fault < b.family.fault ? -1 : 1),
    );
}

function score(reading: Reading, family: Family): Hypothesis {
  const contributions: Contribution[] = [];
  const cites: string[] = [];
  for (const [id, ids] of reading.findings) {
    const logOdds = (family.speaksFor[id] ?? 0) + (family.speaksAgainst[id] ?? 0);
    if (logOdds === 0) continue;
    contributions.push({ of: id, logOdds });
    if (logOdds > 0) cites.push(...ids);
  }
  const tried = inVain(reading, family);
  if (tried !== 0) contributions.push({ of: "tried", logOdds: tried });
  const adjusted = specialistFor(reading).weights[family.fault] ?? 0;
  if (adjusted !== 0 && cites.length > 0) contributions.push({ of: "specialist", logOdds: adjusted });
  contributions.sort((a, b) => Math.abs(b.logOdds) - Math.abs(a.logOdds) || (a.of < b.of ? -1 : 1));
  const logOdds = contributions.reduce((sum, c) => sum + c.logOdds, family.prior);
  return { family, logOdds, probability: 0, contributions, cites: [...new Set(cites)] };
}

/** What was tried is evidence: a cause that was treated and did not go is less likely, one whose trap failed is more so. */
function inVain(reading: Reading, family: Family): number {
  const tried = new Set(triedRunbooks(reading.file.tabu));
  if (tried.size === 0) return 0;
  const fault: FaultClass = family.fault;
  const exhausted = treatmentsOf(reading, fault).filter(
    (t) => tried.has(t.runbook) && actionsFor(reading.evidence, t.runbook, fault).length === 0,
  );
  const traps = new Set(family.traps.map((t) => t.runbook).filter((runbook) => tried.has(runbook)));
  return exhausted.length * TREATED_IN_VAIN + (exhausted.length === 0 && traps.size > 0 ? TRAP_IN_VAIN : 0);
}
