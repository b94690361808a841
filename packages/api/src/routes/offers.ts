import { actionKey, type Context, type Escalation, isOpenEscalation } from "@gradus/core";
import { choicesOf } from "../escalation/choices.ts";
import type { Offers } from "../views/escalation.ts";

export async function offersOf(ctx: Context, escalation: Escalation): Promise<Offers> {
  const { action } = escalation;
  const asked = action ? { key: actionKey(action), ...wordsOf(ctx, action.runbook) } : undefined;
  return {
    choices: isOpenEscalation(escalation) ? await choicesOf(ctx, escalation) : [],
    ...(asked ? { asked } : {}),
  };
}

function wordsOf(ctx: Context, runbook: string): Omit<NonNullable<Offers["asked"]>, "key"> {
  const card = ctx.hands.cards().find((c) => c.id === runbook);
  if (!card) return {};
  const { title, purpose, risk, undoable, predicts } = card;
  return { title, purpose, risk, undoable, predicts };
}
