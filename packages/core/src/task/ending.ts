import type { Ending, People, Task, TaskSummary } from "./schema.ts";

/** What people say to a task that has asked them, as its audit chain has it. */
const DECISIONS = new Set(["action.approved", "action.rejected", "task.handed-back", "task.resolved"]);

/** What people had to do with a task so far, from all that is written down of it. */
export function peopleIn(task: Pick<Task, "status" | "escalation" | "audit" | "attempts">): People {
  const isDecided =
    task.status === "resolved" ||
    task.audit.some(({ type }) => DECISIONS.has(type)) ||
    task.attempts.some(({ warrant }) => warrant?.by.startsWith("human:"));
  if (isDecided) return "decided";
  return task.escalation === undefined ? "none" : "asked";
}

/**
 * The same from a list row. Rows of before do not say it: then whoever was asked about what was fixed in the end is taken to
 * have decided, because what nobody answers ends otherwise.
 */
export function peopleOf({
  people,
  status,
  escalation,
}: Pick<TaskSummary, "people" | "status" | "escalation">): People {
  if (people !== undefined) return people;
  if (status === "resolved") return "decided";
  if (escalation === undefined) return "none";
  return status === "fixed" ? "decided" : "asked";
}

/** How a task ended; undefined while it is open. Each closed task has exactly one, so numbers and lists agree. */
export function endingOf(
  task: Pick<TaskSummary, "status" | "people" | "escalation" | "lastAction">,
): Ending | undefined {
  const { status } = task;
  switch (status) {
    case "working":
    case "awaiting_approval":
    case "awaiting_human":
      return undefined;
    case "fixed":
      if (task.lastAction?.result === "not_held") return "not_held";
      return peopleOf(task) === "decided" ? "assisted" : "fixed";
    case "resolved":
    case "cleared":
    case "suppressed":
      return status;
    default:
      return status satisfies never;
  }
}
