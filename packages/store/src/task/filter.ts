import type { TaskQuery, TaskSummary } from "@gradus/core";

/** Whether a row fits what no index serves; undefined if nothing of that kind was asked. */
export function filterOf(query: TaskQuery): ((task: TaskSummary) => boolean) | undefined {
  const { severity, phase, status, source, assignee } = query;
  const q = query.q?.toLowerCase();
  if ([severity, phase, status, source, assignee, q].every((asked) => asked === undefined)) return undefined;
  return (task) =>
    isAmong(severity, task.severity) &&
    isAmong(phase, task.phase) &&
    isAmong(status, task.status) &&
    isAmong(source, task.source) &&
    (assignee === undefined || task.care?.assignee === assignee) &&
    (q === undefined ||
      [task.title, task.target, task.symptom].some((text) => text.toLowerCase().includes(q)));
}

const isAmong = <T>(asked: readonly T[] | undefined, value: T): boolean =>
  asked === undefined || asked.includes(value);
