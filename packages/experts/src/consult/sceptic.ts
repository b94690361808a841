import type { Action, CaseFile, Expert, RunbookCard } from "@gradus/core";
import { hasAny, read, type FindingId, type Reading } from "../findings/find.ts";
import { families, type Family } from "../knowledge/index.ts";
import { treat } from "../proposal/treat.ts";
import { toVerdict } from "../proposal/verdict.ts";
import { evidenceFor } from "./evidence-for.ts";

/** Evidence against of this weight refutes by itself. */
const REFUTES = -1.2;
/** A survivor with this share of the best one's support is still in play. */
const IN_PLAY = 0.6;

interface Suspect {
  family: Family;
  support: number;
  cites: string[];
  /** Why it cannot be, or is not proven. Empty: it survives. */
  doubts: string[];
}

/**
 * Tries to refute: for each cause it asks what else should be measured if it were true, and what could not be. Of the
 * causes that survive it takes the one with the least harmful remedy; if none survives it advises to do nothing.
 */
export const createSceptic = (): Expert => ({
  id: "sceptic",
  perspective: "sceptic",
  opine: (file) => Promise.resolve(doubt(evidenceFor("sceptic", file))),
});

function doubt(file: CaseFile): ReturnType<typeof toVerdict> {
  const reading = read(file);
  if (hasAny(reading, ["on_purpose"])) return undefined;
  const suspects = families.map((family) => examine(reading, family)).filter((s) => s.support > 0);
  const refuted = suspects.filter((s) => s.doubts.length > 0);
  const because = refuted.map((s) => `Not ${s.family.fault}: ${s.doubts.join(", ")}.`).join(" ");
  const survivors = suspects.filter((s) => s.doubts.length === 0);
  if (survivors.length === 0 || hasAny(reading, ["check_recovered"])) {
    return nothing(reading, because || "Nothing that was measured is out of order.");
  }
  const best = Math.max(...survivors.map((s) => s.support));
  const inPlay = survivors.filter((s) => s.support >= IN_PLAY * best).map((s) => remedy(reading, s));
  inPlay.sort(
    (a, b) => a.harm - b.harm || b.support - a.support || (a.family.fault < b.family.fault ? -1 : 1),
  );
  const [chosen] = inPlay;
  if (!chosen) return undefined;
  return toVerdict(reading.evidence, {
    expert: "sceptic",
    fault: chosen.family.fault,
    action: chosen.action,
    cites: chosen.cites,
    confidence: Math.min(0.9, 0.55 + 0.08 * chosen.support) - 0.1 * (inPlay.length - 1),
    reasoning: `${chosen.family.fault} survives: ${chosen.family.explains} ${because}`,
  });
}

function nothing(reading: Reading, because: string): ReturnType<typeof toVerdict> {
  return toVerdict(reading.evidence, {
    expert: "sceptic",
    fault: "unknown",
    action: undefined,
    cites: reading.evidence.file.observations.map((o) => o.id).sort(),
    confidence: hasAny(reading, ["check_recovered"]) ? 0.85 : 0.5,
    reasoning: `No cause survives, so nothing should be done. ${because}`,
  });
}

function examine(reading: Reading, family: Family): Suspect {
  const found = [...reading.findings.entries()];
  const forIt = found.filter(([id]) => (family.speaksFor[id] ?? 0) > 0);
  const againstIt = found.filter(
    ([id]) => family.refutedBy.includes(id) || (family.speaksAgainst[id] ?? 0) <= REFUTES,
  );
  const missing = family.expects.filter((e) => !hasAny(reading, e.any) && e.any.every(isMeasured));
  return {
    family,
    support: forIt.reduce((sum, [id]) => sum + (family.speaksFor[id] ?? 0), 0),
    cites: [...new Set(forIt.flatMap(([, ids]) => ids))],
    doubts: [...missing.map((e) => e.otherwise), ...againstIt.map(([id]) => id.replaceAll("_", " "))],
  };
}

/** Words from logs and health pages are not in this slice: that they are missing proves nothing. */
const isMeasured = (id: FindingId): boolean =>
  !id.startsWith("log_") && id !== "cache_sign" && id !== "dependency_blamed";

function remedy(reading: Reading, suspect: Suspect): Suspect & { action: Action | undefined; harm: number } {
  const action = treat(reading, suspect.family.fault)?.action;
  const card = reading.file.cards.find((c) => c.id === action?.runbook);
  // To know the cause and have no remedy is worse than a mild one, better than a harmful one.
  return { ...suspect, action, harm: action ? harmOf(card) : 3 };
}

const RISK = { reversible: 0, disruptive: 2, destructive: 9 } as const;
const LEVEL = { soften: 0, restart: 0.2, restart_clean: 0.4, restore: 0.6, isolate: 0.8 } as const;
const harmOf = (card: RunbookCard | undefined): number => (card ? RISK[card.risk] + LEVEL[card.level] : 3);
