import { actionKey, type Context, type Escalation, isOpenEscalation, type RunbookCard } from "@gradus/core";
import { choicesOf } from "../page/choices.ts";
import type { Choice } from "../page/escalations.tsx";

/** What a person needs to answer an open escalation. */
export interface Offers {
  /** What can be named as the thing that was done, parameters filled in. */
  choices: Choice[];
  /** The asked or recommended action: `key` is the exact text that an approval is bound to. */
  asked?: { key: string } & Partial<
    Pick<RunbookCard, "title" | "purpose" | "risk" | "undoable" | "predicts">
  >;
}

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
