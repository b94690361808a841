import type { Severity, Stats, TaskSummary } from "../../api/types.ts";

export const severities = ["critical", "high", "medium", "low"] as const satisfies readonly Severity[];
export const phases = [1, 2, 3, 4] as const satisfies ReadonlyArray<TaskSummary["phase"]>;

/** Open tasks by severity (rows) and phase (columns). */
export const cellsOf = (open: readonly TaskSummary[]): number[][] =>
  severities.map((severity) =>
    phases.map((phase) => open.filter((task) => task.severity === severity && task.phase === phase).length),
  );

/** What is worked on without anybody being asked: the worst first, then who waits longest. */
export const workedOn = (open: readonly TaskSummary[]): TaskSummary[] =>
  open.filter(({ status }) => status === "working").sort(worstFirst);

/** Of the same severity who waits longest. */
export const worstFirst = (a: TaskSummary, b: TaskSummary): number =>
  severities.indexOf(a.severity) - severities.indexOf(b.severity) || a.openedAt - b.openedAt;

/** Who mended things: each phase, and people, by their own hands or by a decision. */
export function fixersOf(stats: Stats): Array<{ phase: 1 | 2 | 3 | 4 | 0; count: number; share: number }> {
  const people = stats.resolved + stats.assisted;
  const all = phases.reduce((sum, phase) => sum + stats.fixed[phase], people);
  const of = (phase: 1 | 2 | 3 | 4 | 0, count: number) => ({
    phase,
    count,
    share: all === 0 ? 0 : count / all,
  });
  return [...phases.map((phase) => of(phase, stats.fixed[phase])), of(0, people)];
}
