import { endingOf, peopleOf } from "@gradus/core";
import type { TaskQuery, TaskSummary } from "@gradus/core";

/** Whether a row fits what no index serves; undefined if nothing of that kind was asked. */
export function filterOf(query: TaskQuery): ((task: TaskSummary) => boolean) | undefined {
  const { severity, phase, status, source, people, ending, assignee } = query;
  const q = query.q?.toLowerCase();
  const asked = [severity, phase, status, source, people, ending, assignee, q];
  if (asked.every((one) => one === undefined)) return undefined;
  return (task) =>
    isAmong(severity, task.severity) &&
    isAmong(phase, task.phase) &&
    isAmong(status, task.status) &&
    isAmong(source, task.source) &&
    isAmong(people, peopleOf(task)) &&
    isAmong(ending, endingOf(task)) &&
    (assignee === undefined || task.care?.assignee === assignee) &&
    (q === undefined ||
      [task.title, task.target, task.symptom].some((text) => text.toLowerCase().includes(q)));
}

const isAmong = <T>(asked: readonly T[] | undefined, value: T | undefined): boolean =>
  asked === undefined || (value !== undefined && asked.includes(value));
