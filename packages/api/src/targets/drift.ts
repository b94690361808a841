import { type Context, factsOf, type Observation, type TaskSummary } from "@gradus/core";
import type { TargetDetail } from "../views/target.ts";

/** Of so many of the newest tasks evidence is read. */
const TASKS = 5;

/**
 * What differed from the baseline when a task last compared the target with it. The newest task that looked decides: if it
 * found nothing, nothing differs, whatever was found before.
 */
export async function driftOf(
  ctx: Pick<Context, "store">,
  target: string,
  tasks: readonly TaskSummary[],
): Promise<TargetDetail["drift"]> {
  for (const { id } of tasks.slice(0, TASKS)) {
    const [task, more] = await Promise.all([ctx.store.tasks.get(id), ctx.store.tasks.evidence(id)]);
    const seen = [...(task?.observations ?? []), ...more].filter((o) => o.target === target);
    if (!isCompared(seen)) continue;
    const drifts = new Map(factsOf(seen, "drift").map((drift) => [drift.id, drift]));
    const last = Math.max(...[...drifts.values()].map(({ at }) => at));
    return [...drifts.values()]
      .filter(({ at }) => at === last)
      .map(({ at, text, fact }) => ({ task: id, at, text, fact }));
  }
  return [];
}

/** Everything is diagnosed together, drift too, unless there was no baseline yet or it could not be compared. */
const isCompared = (seen: readonly Observation[]): boolean =>
  seen.some(({ fact }) => fact.kind === "drift") ||
  (seen.some(({ source, fact }) => source === "diagnostic" && fact.kind !== "dependency") &&
    !seen.some(isInVain));

const isInVain = ({ fact }: Observation): boolean =>
  fact.kind === "note" && (fact.topic === "baseline" || fact.topic === "diagnostic:drift");
