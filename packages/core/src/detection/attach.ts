import type { Context } from "../remediation/context.ts";
import type { Signal } from "../signal/schema.ts";
import { changeTask } from "../task/change.ts";
import { isOpen } from "../task/predicates.ts";
import type { Task } from "../task/schema.ts";

/** Other signals that a task remembers: a target that logs something new each minute must not make its task grow for ever. */
export const MOST_RELATED = 50;

/** Signals become evidence of a task that is open; those that it knows change nothing. */
export async function attach(
  ctx: Pick<Context, "store" | "crypto" | "clock">,
  task: Task,
  signals: readonly Signal[],
): Promise<Task> {
  if (unknownTo(task, signals).length === 0) return task;
  return changeTask(ctx, task.id, (current) => {
    const fresh = isOpen(current) ? unknownTo(current, signals) : [];
    if (fresh.length === 0) return undefined;
    return {
      task: { ...current, related: [...current.related, ...fresh.map(relatedOf)] },
      entries: fresh.map((s) => ({
        at: ctx.clock.now(),
        actor: `detector:${s.source}`,
        type: "signal.attached",
        data: { symptom: s.symptom, summary: s.summary },
      })),
    };
  });
}

/** Signals that a task does not know yet, each once; none of a task that knows enough. */
function unknownTo(task: Task, signals: readonly Signal[]): Signal[] {
  const nameOf = (s: { symptom: string; key?: string | undefined }): string => `${s.symptom}|${s.key ?? ""}`;
  const known = new Set([task, ...task.related].map(nameOf));
  const fresh = new Map(signals.filter((s) => !known.has(nameOf(s))).map((s) => [nameOf(s), s]));
  return [...fresh.values()].slice(0, Math.max(0, MOST_RELATED - task.related.length));
}

export const relatedOf = (s: Signal): Task["related"][number] => ({
  symptom: s.symptom,
  ...(s.key === undefined ? {} : { key: s.key }),
  at: s.at,
  summary: s.summary,
});
