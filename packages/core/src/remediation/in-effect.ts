import type { Look } from "../detection/watcher.ts";
import { actionKey, type RunbookCard } from "../runbook/schema.ts";
import type { Attempt, Task } from "../task/schema.ts";
import type { Context } from "./context.ts";
import { isGone } from "./look-around.ts";

type Ctx = Pick<Context, "hands">;

/** Whether an action may have changed anything that is still so, and could be given back: done, half done, or nobody knows. */
export function mayBeTakenBack(
  card: RunbookCard | undefined,
  { outcome }: Pick<Attempt, "outcome">,
): card is RunbookCard {
  if (!card?.undoable || !outcome || outcome.result === "refused") return false;
  // What only holds while it lasts is ended without knowing what was there before.
  return outcome.result === "done" || outcome.undo !== undefined || !card.lasting;
}

/** Of what only holds while it lasts (paused work), what was not given back, in words for people. */
export function inEffect(ctx: Ctx, task: Pick<Task, "target" | "attempts">): string[] {
  const cards = ctx.hands.cards();
  return task.attempts.flatMap((attempt) => {
    const card = cards.find((c) => c.id === attempt.action.runbook);
    if (!mayBeTakenBack(card, attempt) || card.lasting || attempt.undo?.result === "done") return [];
    const why = attempt.undo?.result ?? "it was not tried";
    return [
      `${actionKey(attempt.action)} still holds on ${task.target}, and has to be ended by hand: ${why}`,
    ];
  });
}

/** Gone, and not just because what Gradus did still holds: only then nobody is needed any more. */
export const isOver = (ctx: Ctx, task: Task, look: Look): boolean =>
  isGone(task, look) && inEffect(ctx, task).length === 0;
