import { type Action, actionKey, type Context, type Escalation, GradusError } from "@gradus/core";
import type { Choice } from "../views/escalation.ts";

/** What a person may name as the thing that was done: what is possible on the target by the evidence, parameters filled in. */
export async function choicesOf(ctx: Context, escalation: Escalation): Promise<Choice[]> {
  const target = ctx.targets.get(escalation.target);
  const task = await ctx.store.tasks.get(escalation.task);
  const evidence = task ? [...task.observations, ...(await ctx.store.tasks.evidence(task.id))] : [];
  const actions = [
    ...(escalation.action ? [escalation.action] : []),
    ...(target ? ctx.hands.applicable(target, evidence) : []),
  ];
  const titles = new Map(ctx.hands.cards().map((card) => [card.id, card.title]));
  return [...new Map(actions.map((a) => [actionKey(a), a])).entries()].map(([key, action]) => ({
    key,
    action,
    title: titles.get(action.runbook) ?? action.runbook,
  }));
}

/** The action behind what was chosen in a form; none for the empty choice. Throws "invalid_input" for one that was not offered. */
export async function chosen(ctx: Context, escalation: Escalation, key: string): Promise<Action | undefined> {
  if (key === "") return undefined;
  const choice = (await choicesOf(ctx, escalation)).find((one) => one.key === key);
  if (!choice)
    throw new GradusError("invalid_input", `action: ${key} is not possible on ${escalation.target} now`);
  return choice.action;
}
