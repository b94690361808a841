import { peopleIn } from "./ending.ts";
import type { Task, TaskStatus, TaskSummary } from "./schema.ts";

/** Open: Gradus or a person still has something to do. */
export function isOpen(task: { status: TaskStatus }): boolean {
  switch (task.status) {
    case "working":
    case "awaiting_approval":
    case "awaiting_human":
      return true;
    case "fixed":
    case "resolved":
    case "cleared":
    case "suppressed":
      return false;
    default:
      return never(task.status);
  }
}

/** Waiting for a person. */
export const isWaiting = (task: { status: TaskStatus }): boolean =>
  task.status === "awaiting_approval" || task.status === "awaiting_human";

/** The list row of a task. */
export function summarize(task: Task): TaskSummary {
  const last = task.attempts.at(-1);
  const {
    id,
    target,
    software,
    symptom,
    source,
    severity,
    title,
    status,
    phase,
    openedAt,
    updatedAt,
    firstSeenAt,
  } = task;
  return {
    id,
    target,
    software,
    symptom,
    source,
    severity,
    title,
    status,
    phase,
    openedAt,
    updatedAt,
    firstSeenAt,
    ...(task.closedAt === undefined ? {} : { closedAt: task.closedAt }),
    ...(task.outcome === undefined ? {} : { outcome: task.outcome }),
    ...(task.escalation === undefined ? {} : { escalation: task.escalation }),
    ...(task.suppressedBy === undefined ? {} : { suppressedBy: task.suppressedBy }),
    ...(task.care === undefined ? {} : { care: task.care }),
    ...(last
      ? {
          lastAction: {
            runbook: last.action.runbook,
            risk: last.risk,
            result: last.result,
            at: last.startedAt,
            confidence: last.confidence,
          },
        }
      : {}),
    attempts: task.attempts.length,
    people: peopleIn(task),
  };
}

function never(value: never): never {
  throw new RangeError(`unknown status ${String(value)}`);
}
