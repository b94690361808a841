import type { TaskSummary } from "@gradus/core";
import pc from "picocolors";
import { duration, phaseWord, statusMark, table } from "./format.ts";

export const taskTable = (tasks: readonly TaskSummary[]): string => table(tasks.map(taskRow));

function taskRow(task: TaskSummary): string[] {
  const took = duration((task.closedAt ?? Date.now()) - task.firstSeenAt);
  const what = task.lastAction ? `${task.lastAction.runbook} → ${task.lastAction.result}` : "";
  return [
    task.id,
    statusMark(task.status),
    task.title,
    pc.dim(`phase ${task.phase} ${phaseWord(task.phase)}`),
    pc.dim(took),
    what,
  ];
}
