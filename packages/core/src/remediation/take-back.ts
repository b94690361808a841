import { messageOf } from "../error/error.ts";
import { vetoes } from "../policy/veto.ts";
import type { Action, ApplyOutcome, RunbookCard } from "../runbook/schema.ts";
import type { Target } from "../target/schema.ts";
import type { Attempt } from "../task/schema.ts";
import type { Context } from "./context.ts";
import { keepOutcome } from "./keep-outcome.ts";

const NOT_NOW = "not taken back: ";

/** What only holds while it lasts (paused work) is tried again for so long: a service must not rest because of one answer. */
const TRY_AGAIN_MS = 20_000;
const PAUSE_MS = 2_000;

/** Whether it was left as it is because a person, or the way Gradus was started, wants nothing to be touched. */
export const isLeft = (undo: Attempt["undo"]): boolean => undo?.result.startsWith(NOT_NOW) === true;

/** How an attempt keeps it. */
export const undoOf = (
  at: number,
  { result, reason, steps }: ApplyOutcome,
): NonNullable<Attempt["undo"]> => ({
  at,
  result: reason ?? result,
  steps,
});

/** Asks the runbook for its inverse; what cannot be undone, must not be now, or fails to be, is said in the outcome. */
export async function takeBack(
  ctx: Context,
  target: Target,
  action: Action,
  outcome: ApplyOutcome,
): Promise<ApplyOutcome> {
  const card = ctx.hands.cards().find((c) => c.id === action.runbook);
  const until = ctx.clock.now() + TRY_AGAIN_MS;
  for (;;) {
    const undone = await tryOnce(ctx, target, card, action, outcome);
    const isEnd = undone.result !== "failed" || card?.lasting !== false;
    if (isEnd || ctx.clock.now() + PAUSE_MS > until) return undone;
    await ctx.pause(PAUSE_MS);
  }
}

async function tryOnce(
  ctx: Context,
  target: Target,
  card: RunbookCard | undefined,
  action: Action,
  outcome: ApplyOutcome,
): Promise<ApplyOutcome> {
  if (!card?.undoable) return { result: "refused", steps: [], reason: `${action.runbook} cannot be undone` };
  const veto = await vetoOf(ctx, target, card, action);
  if (veto) return { result: "refused", steps: [], reason: `${NOT_NOW}${veto}` };
  try {
    const reference = outcome.undo?.["$state"];
    const kept =
      typeof reference === "string"
        ? ((await ctx.store.state.get(reference)) as ApplyOutcome["undo"])
        : outcome.undo;
    const undone = await ctx.hands.undo(target, action, { ...outcome, ...(kept ? { undo: kept } : {}) });
    const { undo: _, before: __, ...rest } = undone;
    return await keepOutcome(ctx, "", 0, rest);
  } catch (error) {
    return { result: "failed", steps: [], reason: messageOf(error).slice(0, 500) };
  }
}

/**
 * An inverse is an action too: it does not come under the hands of a person who has paused Gradus. Only the pause of a target
 * that Gradus itself has made is ended in a silent window, which must not become longer by it.
 */
async function vetoOf(
  ctx: Context,
  target: Target,
  card: RunbookCard,
  action: Action,
): Promise<string | undefined> {
  const settings = await ctx.store.settings.read();
  const { observeOnly } = ctx;
  const found = vetoes({ target, card, action, settings, observeOnly, tabu: [], now: ctx.clock.now() });
  return found.find(({ code }) => code !== "invalid" && (card.lasting || code !== "silent_window"))?.reason;
}
