import {
  confidenceOutcomeOf,
  peopleOf,
  type PhaseNumber,
  reliability,
  type Severity,
  type TaskSummary,
} from "@gradus/core";
import type { Growth, Spread, Stats } from "../views/stats.ts";
import { dayOf, daysOf } from "./days.ts";
import { byEnding } from "./endings.ts";
import type { Learned } from "./learned.ts";

const PHASES = [1, 2, 3, 4] as const satisfies readonly PhaseNumber[];

/** Numbers over what was read; pure. */
export function compute(of: {
  /** The newest ones. */
  open: readonly TaskSummary[];
  counted: { count: number; more: boolean };
  waiting: number;
  closed: readonly TaskSummary[];
  complete: boolean;
  patterns: readonly Learned[];
}): Stats {
  const { open, closed } = of;
  const ended = byEnding(closed);
  const { fixed, assisted, not_held: notHeld, resolved } = ended;
  const inPhase = (phase: PhaseNumber) => fixed.filter((t) => t.phase === phase);
  const mended = fixed.length + assisted.length + notHeld.length + resolved.length;
  const since = closed.at(-1)?.openedAt;
  const from = of.complete ? 0 : (since ?? 0);
  const real = [...open.filter((t) => t.openedAt >= from), ...closed].filter(
    (t) => t.status !== "suppressed",
  );
  const asked = real.filter((t) => peopleOf(t) !== "none");
  const times = [
    ["all", spread([...fixed, ...assisted])] as const,
    ...PHASES.map((phase) => [phase, spread(inPhase(phase))] as const),
  ];
  return {
    window: {
      closed: closed.length,
      open: open.length,
      complete: of.complete,
      ...(since === undefined ? {} : { since }),
    },
    tasks: of.counted.count + closed.length,
    open: of.counted.count,
    ...(of.counted.more ? { openMore: true } : {}),
    waitingForPeople: of.waiting,
    openBySeverity: {
      critical: ofSeverity(open, "critical"),
      high: ofSeverity(open, "high"),
      medium: ofSeverity(open, "medium"),
      low: ofSeverity(open, "low"),
    },
    openByPhase: { 1: atPhase(open, 1), 2: atPhase(open, 2), 3: atPhase(open, 3), 4: atPhase(open, 4) },
    days: daysOf(closed),
    calibration: reliability(closed.flatMap(confidenceOutcomeOf)),
    fixed: { 1: inPhase(1).length, 2: inPhase(2).length, 3: inPhase(3).length, 4: inPhase(4).length },
    assisted: assisted.length,
    notHeld: notHeld.length,
    resolved: resolved.length,
    cleared: ended.cleared.length,
    suppressed: ended.suppressed.length,
    cameToPeople: asked.length,
    ...(mended > 0 ? { autoFixRate: fixed.length / mended } : {}),
    ...(real.length > 0 ? { escalationRate: asked.length / real.length } : {}),
    timeToFix: Object.fromEntries(times.filter(([, s]) => s !== undefined)),
    patterns: {
      total: of.patterns.length,
      retired: of.patterns.filter((p) => p.retired).length,
      growth: growthOf(of.patterns),
    },
  };
}

const ofSeverity = (tasks: readonly TaskSummary[], severity: Severity): number =>
  tasks.filter((t) => t.severity === severity).length;
const atPhase = (tasks: readonly TaskSummary[], phase: PhaseNumber): number =>
  tasks.filter((t) => t.phase === phase).length;

function spread(fixes: readonly TaskSummary[]): Spread | undefined {
  const times = fixes.map((t) => (t.closedAt ?? t.updatedAt) - t.firstSeenAt).sort((a, b) => a - b);
  if (times.length === 0) return undefined;
  return { count: times.length, medianMs: quantile(times, 0.5), p90Ms: quantile(times, 0.9) };
}

/** Nearest rank: a value that really was measured. */
const quantile = (sorted: readonly number[], q: number): number =>
  sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? 0;

function growthOf(patterns: readonly Learned[]): Growth[] {
  const byDay = new Map<string, number>();
  for (const { createdAt } of patterns) {
    const day = dayOf(createdAt);
    byDay.set(day, (byDay.get(day) ?? 0) + 1);
  }
  let total = 0;
  return [...byDay.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([day, added]) => ({ day, added, total: (total += added) }));
}
