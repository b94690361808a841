import type { TaskSummary } from "../../../web/src/api/types.ts";

export const HOUR = 3_600_000;
export const NOW = 1_800_000_000_000;

/** A task of a list: open, of high severity, an hour old, and whatever else is given. */
export const task = (over: Partial<TaskSummary> = {}): TaskSummary => ({
  id: "00000000000000aa-1",
  target: "chatbot",
  software: "node",
  symptom: "process.down",
  source: "service",
  severity: "high",
  title: "chatbot is not running",
  status: "awaiting_human",
  phase: 4,
  openedAt: NOW - HOUR,
  updatedAt: NOW - HOUR / 2,
  firstSeenAt: NOW - HOUR,
  attempts: 0,
  ...over,
});

const pick = <const T>(of: readonly [T, ...T[]], i: number): T => of[i % of.length] ?? of[0];

/** As many tasks as asked for, of all kinds, always the same ones. */
export const manyTasks = (n: number): TaskSummary[] =>
  Array.from({ length: n }, (_, i) => {
    const openedAt = NOW - ((i * 7_919) % 1_000) * HOUR;
    const status = pick(
      ["working", "fixed", "awaiting_human", "resolved", "awaiting_approval", "cleared", "suppressed"],
      i,
    );
    const isOpen = status === "working" || status.startsWith("awaiting");
    return task({
      id: `${i.toString(16).padStart(16, "0")}-${1 + (i % 5 === 0 ? i % 3 : 0)}`,
      target: `target-${i % 37}`,
      source: pick(["http", "service", "container", "log", "resource", "metric"], i * 5),
      severity: pick(["critical", "high", "medium", "low"], Math.floor(i / 3)),
      title: pick(["Disk /var is full", "answers 503", "does not run"], Math.floor(i / 7)),
      status,
      phase: pick([1, 2, 3, 4], Math.floor(i / 2)),
      openedAt,
      updatedAt: openedAt + (i % 50) * 60_000,
      ...(isOpen ? {} : { closedAt: openedAt + (i % 90) * 60_000 }),
      ...(isOpen && i % 4 === 0 ? { care: { acknowledged: { by: "human:ada", at: openedAt } } } : {}),
      ...(isOpen && i % 4 === 1 ? { care: { assignee: pick(["human:me", "human:ada"], i) } } : {}),
      ...(isOpen && i % 4 === 2
        ? { care: { snoozed: { until: NOW + (i % 8 === 2 ? HOUR : -HOUR), by: "human:me", at: openedAt } } }
        : {}),
      ...(i % 2 === 0
        ? {
            lastAction: {
              runbook: "restart",
              risk: "reversible" as const,
              result: pick(["fixed", "not_held", "worse"], i),
              at: openedAt,
              confidence: 0.8,
            },
          }
        : {}),
    });
  });
