import type { TaskSummary } from "../../api/types.ts";

export type Foresee = (task: TaskSummary) => TaskSummary;

/** Changes that are under way, by task, the first one first. */
const held = new Map<string, readonly Foresee[]>();

/** From now on tasks are shown as they will be, whatever the API still says of them. */
export function hold(ids: readonly string[], foresee: Foresee): void {
  for (const id of ids) held.set(id, [...(held.get(id) ?? []), foresee]);
}

export function release(ids: readonly string[], foresee: Foresee): void {
  for (const id of ids) {
    const left = (held.get(id) ?? []).filter((one) => one !== foresee);
    if (left.length === 0) held.delete(id);
    else held.set(id, left);
  }
}

export const asHeld = (task: TaskSummary): TaskSummary =>
  (held.get(task.id) ?? []).reduce((seen, foresee) => foresee(seen), task);
