import type { Sort, SortBy } from "./address.ts";
import { type Row, severities } from "./facets.ts";

/** From the least to the most: the mildest, the youngest, what was changed longest ago. */
const compare: Record<SortBy, (a: Row, b: Row) => number> = {
  severity: ({ task: a }, { task: b }) => severities.indexOf(b.severity) - severities.indexOf(a.severity),
  age: ({ task: a }, { task: b }) => b.openedAt - a.openedAt,
  updated: ({ task: a }, { task: b }) => a.updatedAt - b.updatedAt,
  phase: ({ task: a }, { task: b }) => a.phase - b.phase,
  target: ({ task: a }, { task: b }) => (a.target < b.target ? -1 : a.target > b.target ? 1 : 0),
};

/** A new list in order. What is equal: the newest first, and then by id, so that nothing jumps when it is read again. */
export function inOrder(rows: readonly Row[], { by, descending }: Sort): Row[] {
  const first = compare[by];
  const sign = descending ? -1 : 1;
  return [...rows].sort(
    (a, b) => sign * first(a, b) || b.task.openedAt - a.task.openedAt || (a.task.id < b.task.id ? -1 : 1),
  );
}
