import type { Escalation } from "../escalation/schema.ts";
import type { Pattern } from "../pattern/schema.ts";
import { type Severity, severitySchema } from "../policy/schema.ts";
import { endingOf } from "../task/ending.ts";
import type { PhaseNumber, TaskSummary } from "../task/schema.ts";
import type { Digest } from "./schema.ts";

const MOST = 20;
const MOST_CHARACTERS = 300;
const PHASES = [1, 2, 3, 4] as const satisfies readonly PhaseNumber[];

/** Numbers and lines over what was read; pure. */
export function summarise(of: {
  since: number;
  at: number;
  open: readonly TaskSummary[];
  /** All that were closed since, and more. */
  closed: readonly TaskSummary[];
  waiting: readonly Escalation[];
  patterns: readonly Pattern[];
  problems: readonly string[];
}): Digest {
  const { since, at } = of;
  const closedSince = of.closed.filter((t) => (t.closedAt ?? t.updatedAt) > since);
  const fixed = closedSince.filter((t) => endingOf(t) === "fixed");
  const assisted = closedSince.filter((t) => endingOf(t) === "assisted").length;
  const relapsed = of.closed.filter((t) => t.lastAction?.result === "not_held" && t.updatedAt > since);
  const learned = of.patterns.filter((p) => p.createdAt > since && p.origin !== "imported");
  return {
    since,
    at,
    fixed: {
      total: fixed.length,
      phases: PHASES.flatMap((phase) => phaseOf(fixed, phase)),
      ...(assisted > 0 ? { assisted } : {}),
    },
    waiting: some(
      of.waiting.toSorted((a, b) => rank(a.severity) - rank(b.severity) || a.openedAt - b.openedAt),
      ({ id, kind, target, severity, openedAt, expiresAt, title }) => ({
        id,
        kind,
        target,
        severity,
        openedAt,
        title: short(title),
        ...(expiresAt === undefined ? {} : { expiresAt }),
      }),
    ),
    relapsed: some(relapsed, ({ target, title, lastAction }) => ({
      target,
      title: short(title),
      runbook: lastAction?.runbook ?? "",
    })),
    learned: some(learned, ({ software, symptom, action }) => ({
      software,
      symptom,
      runbook: action.runbook,
    })),
    failing: some(worstOfEach(of.open), ({ target, title, severity, firstSeenAt }) => ({
      target,
      title: short(title),
      severity,
      since: firstSeenAt,
    })),
    problems: of.problems.slice(0, MOST).map(short),
  };
}

function phaseOf(fixed: readonly TaskSummary[], phase: PhaseNumber): Digest["fixed"]["phases"] {
  const times = fixed
    .filter((t) => t.phase === phase)
    .map((t) => (t.closedAt ?? t.updatedAt) - t.firstSeenAt)
    .sort((a, b) => a - b);
  const medianMs = times[Math.ceil(times.length / 2) - 1];
  return medianMs === undefined ? [] : [{ phase, count: times.length, medianMs }];
}

/** The worst task of each target, worst first. */
function worstOfEach(open: readonly TaskSummary[]): TaskSummary[] {
  const sorted = open.toSorted(
    (a, b) => rank(a.severity) - rank(b.severity) || a.firstSeenAt - b.firstSeenAt,
  );
  return [...new Map(sorted.toReversed().map((t) => [t.target, t])).values()].reverse();
}

const rank = (severity: Severity): number => severitySchema.options.indexOf(severity);

const some = <T, U>(all: readonly T[], one: (of: T) => U): { total: number; first: U[] } => ({
  total: all.length,
  first: all.slice(0, MOST).map(one),
});

const short = (text: string): string =>
  text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS - 1)}…` : text;
