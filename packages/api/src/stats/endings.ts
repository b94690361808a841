import { type Ending, endingOf, endingSchema, type TaskSummary } from "@gradus/core";

/** Closed tasks by how they ended. */
export function byEnding(closed: readonly TaskSummary[]): Record<Ending, TaskSummary[]> {
  const found = Object.fromEntries(endingSchema.options.map((ending) => [ending, []])) as unknown as Record<
    Ending,
    TaskSummary[]
  >;
  for (const task of closed) {
    const ending = endingOf(task);
    if (ending) found[ending].push(task);
  }
  return found;
}
