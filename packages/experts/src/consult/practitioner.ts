import {
  type Action,
  actionKey,
  type CaseFile,
  type Expert,
  type FaultClass,
  features,
  type Pattern,
} from "@gradus/core";
import { type FindingId, hasAny, read, type Reading } from "../findings/find.ts";
import { actionsFor } from "../proposal/actions.ts";
import { trapFor } from "../proposal/treat.ts";
import { toVerdict } from "../proposal/verdict.ts";
import { cases } from "./cases.ts";
import { evidenceFor } from "./evidence-for.ts";
import { likeness as likenessOf } from "./similarity.ts";

/** Below this likeness a remembered case is another case. */
const MIN_SIMILARITY = 0.3;
/** Imported and built-in experience counts less than one's own. */
const TRUST = { own: 1, human: 1, imported: 0.7, library: 0.85 } as const;

interface Memory {
  name: string;
  action: Action;
  fault: FaultClass;
  likeness: number;
  /** Likeness × expected success × trust, 0..1. */
  worth: number;
}

/** Case-based: what has helped in cases that looked like this one. Proven and fast before clever. */
export const createPractitioner = (): Expert => ({
  id: "practitioner",
  perspective: "practitioner",
  opine: (file) => Promise.resolve(recall(evidenceFor("practitioner", file))),
});

function recall(file: CaseFile): ReturnType<typeof toVerdict> {
  const reading = read(file);
  if (reading.findings.size === 0 || hasAny(reading, ["on_purpose", "check_recovered"])) return undefined;
  const looks = looksOf(reading);
  const memories = [...fromPatterns(reading, looks), ...fromLibrary(reading, looks)].sort(
    (a, b) => b.worth - a.worth || (actionKey(a.action) < actionKey(b.action) ? -1 : 1),
  );
  const [best] = memories;
  if (!best) return undefined;
  const same = memories.filter((m) => actionKey(m.action) === actionKey(best.action));
  const rivals = memories.filter((m) => actionKey(m.action) !== actionKey(best.action));
  // Several independent memories of one remedy make it surer, a rival as good makes it less sure.
  const support = Math.min(0.1, 0.04 * (same.length - 1));
  const doubt = 0.5 * Math.max(0, (rivals[0]?.worth ?? 0) - 0.6 * best.worth);
  return toVerdict(reading.evidence, {
    expert: "practitioner",
    fault: best.fault,
    action: best.action,
    cites: [...reading.findings.values()].flat(),
    confidence: Math.sqrt(best.worth) + support - doubt,
    reasoning:
      `It looks like "${best.name}" (${Math.round(best.likeness * 100)} % alike), where ${best.action.runbook} helped.` +
      (rivals[0] ? ` Next: "${rivals[0].name}", ${rivals[0].action.runbook}.` : ""),
  });
}

const SAYING: ReadonlySet<FindingId> = new Set<FindingId>([
  "own_memory",
  "own_cpu",
  "starved",
  "cache_sign",
  "slow_service",
  "storage_full",
]);

/** Core's tokens, and what the log and the readings say in this package's words. */
function looksOf({ file, findings }: Reading): string[] {
  const said = [...findings.keys()]
    .filter((id) => id.startsWith("log_") || SAYING.has(id))
    .filter((id) => id !== "log_exception" && id !== "log_flood")
    .map((id) => `says:${id}`);
  return [...features(file.observations, { openedAt: file.openedAt }), ...said];
}

function fromLibrary(reading: Reading, looks: readonly string[]): Memory[] {
  return cases.flatMap((one) => {
    const [action] = actionsFor(reading.evidence, one.runbook, one.fault);
    const likeness = likenessOf(one.looks, looks);
    if (!action || likeness < MIN_SIMILARITY || trapFor(reading, one.fault, one.runbook)) return [];
    const worth = likeness * expected(one.fixed, one.failed) * TRUST.library;
    return [{ name: one.name, action, fault: one.fault, likeness, worth }];
  });
}

function fromPatterns(reading: Reading, looks: readonly string[]): Memory[] {
  const { file } = reading;
  // Patterns were learned from all the evidence: only what this slice can show is compared.
  const core = looks.filter((token) => !token.startsWith("says:"));
  return file.patterns
    .filter((p) => isUsable(p, file))
    .flatMap((pattern) => {
      const visible = pattern.features.filter((token) => !/^(drift|dependency|dependent|host):/.test(token));
      const likeness = likenessOf(visible, core) * (pattern.symptom === file.symptom ? 1 : 0.7);
      const action = fill(reading, pattern);
      if (!action || likeness < MIN_SIMILARITY) return [];
      const worth = likeness * expected(pattern.successes, pattern.failures) * TRUST[pattern.origin];
      return [{ name: `pattern ${pattern.id}`, action, fault: pattern.faultClass, likeness, worth }];
    });
}

const isUsable = (pattern: Pattern, file: CaseFile): boolean =>
  !pattern.retired &&
  (pattern.quarantinedUntil ?? 0) <= file.now &&
  pattern.software === file.target.software;

/** The candidate that a pattern means: "$evidence" is filled in from what the evidence supports now. */
function fill(reading: Reading, pattern: Pattern): Action | undefined {
  const fixed = Object.entries(pattern.action.params).filter(([, value]) => value !== "$evidence");
  return actionsFor(reading.evidence, pattern.action.runbook, pattern.faultClass).find((candidate) =>
    fixed.every(([name, value]) => candidate.params[name] === value),
  );
}

/** Mean of the Beta posterior with a uniform prior. */
const expected = (fixed: number, failed: number): number => (fixed + 1) / (fixed + failed + 2);
