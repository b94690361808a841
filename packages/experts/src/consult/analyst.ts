import type { Action, CaseFile, Expert } from "@gradus/core";
import { failingDependents } from "../evidence/neighbours.ts";
import { hasAny, read, type Reading } from "../findings/find.ts";
import { familyOf } from "../knowledge/index.ts";
import { treat, treatmentsOf } from "../proposal/treat.ts";
import { toVerdict } from "../proposal/verdict.ts";
import { type Cause, ownCause, upstreamCauses } from "./causes.ts";
import { evidenceFor } from "./evidence-for.ts";

const MINUTE = 60_000;
/** Clocks and detection lag: a cause may be stamped so much after the first symptom. */
const SLACK_MS = 30_000;

/** Causal: what lies upstream, what changed shortly before the first symptom, and which remedy lasts. */
export const createAnalyst = (): Expert => ({
  id: "analyst",
  perspective: "analyst",
  opine: (file) => Promise.resolve(analyse(evidenceFor("analyst", file))),
});

function analyse(file: CaseFile): ReturnType<typeof toVerdict> {
  const reading = read(file);
  if (hasAny(reading, ["on_purpose", "check_recovered"])) return undefined;
  const first = firstSymptom(reading);
  const causes = upstreamCauses(reading).filter((c) => c.since === undefined || c.since <= first + SLACK_MS);
  // A suspended process explains itself: whatever is upstream did not send the signal.
  const own = ownCause(reading);
  const all = own && (causes.length === 0 || hasAny(reading, ["suspended"])) ? [own] : causes;
  const [cause, next] = [...all].sort(
    (a, b) => weight(b, first) - weight(a, first) || (a.fault < b.fault ? -1 : 1),
  );
  if (!cause) return undefined;
  const found = lastingTreatment(reading, cause);
  const rival = next ? Math.max(0, 0.2 - (weight(cause, first) - weight(next, first))) : 0;
  return toVerdict(reading.evidence, {
    expert: "analyst",
    fault: cause.fault,
    action: found,
    cites: [...cause.cites, ...(reading.findings.get("down") ?? reading.findings.get("running") ?? [])],
    confidence: cause.link * proximity(cause, first) - rival,
    reasoning: chain(reading, cause, first),
  });
}

/** When the failure was first seen: its end, or the first failed observation, or the opening of the task. */
function firstSymptom({ evidence, file }: Reading): number {
  const failed = evidence.checks.filter((c) => c.fact.outcome !== "ok").map((c) => c.at);
  const ended =
    evidence.process?.fact.running === false ? (evidence.process.fact.exitedAt ?? Infinity) : Infinity;
  return Math.min(file.openedAt, ended, ...failed);
}

/** The better linked, the nearer in time and the further upstream, the more weight. */
const weight = (cause: Cause, first: number): number =>
  cause.link * proximity(cause, first) + 0.06 * cause.depth;

/** 1 for a change just before the first symptom, falling to 0.8 over an hour and 0.7 after; 0.95 where the time is not known. */
function proximity(cause: Cause, first: number): number {
  if (cause.since === undefined) return 0.95;
  const minutes = Math.max(0, first - cause.since) / MINUTE;
  return minutes <= 60 ? 1 - 0.2 * (minutes / 60) : 0.7;
}

/** A lasting treatment before a passing one, if the case offers one that is no more disruptive. */
function lastingTreatment(reading: Reading, cause: Cause): Action | undefined {
  const first = treat(reading, cause.fault)?.action;
  const cards = new Map(reading.file.cards.map((c) => [c.id, c]));
  if (!first || cards.get(first.runbook)?.lasting !== false) return first;
  const lasting = treatmentsOf(reading, cause.fault).filter((t) => cards.get(t.runbook)?.lasting === true);
  const same = lasting.filter((t) => cards.get(t.runbook)?.risk === cards.get(first.runbook)?.risk);
  return treat(reading, cause.fault, same)?.action ?? first;
}

function chain(reading: Reading, cause: Cause, first: number): string {
  const id = reading.file.target.id;
  const dependents = failingDependents(reading.evidence);
  const when =
    cause.since === undefined
      ? ""
      : ` ${Math.max(0, Math.round((first - cause.since) / 1_000))} s before the first symptom`;
  const effects = [
    `${id} (${reading.file.symptom})`,
    ...(dependents.length > 0 ? [dependents.join(", ")] : []),
  ];
  return `${cause.what}${when} → ${effects.join(" → ")}. ${familyOf(cause.fault).explains} For good: ${familyOf(cause.fault).withoutAction}`;
}
