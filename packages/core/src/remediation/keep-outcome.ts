import type { ApplyOutcome } from "../runbook/schema.ts";
import type { Context } from "./context.ts";

/** What may travel through the states; beyond it, it waits in the store or is cut. */
const MOST_STEPS = 30;
const MOST_OUTPUT = 600;
const MOST_REASON = 500;
const MOST_DATA = 4_000;

/** The outcome, made small enough for a workflow's state. Undo data that is too large waits in the store under a reference. */
export async function keepOutcome(
  ctx: Pick<Context, "store">,
  task: string,
  n: number,
  outcome: ApplyOutcome,
): Promise<ApplyOutcome> {
  const { undo, before, reason, ...rest } = outcome;
  const small: ApplyOutcome = {
    ...rest,
    steps: outcome.steps
      .slice(0, MOST_STEPS)
      .map((s) => ({ ...s, name: s.name.slice(0, 200), output: s.output.slice(0, MOST_OUTPUT) })),
    ...(reason === undefined ? {} : { reason: reason.slice(0, MOST_REASON) }),
    ...(before && sizeOf(before) < MOST_DATA ? { before } : {}),
  };
  if (!undo) return small;
  if (sizeOf(undo) < MOST_DATA) return { ...small, undo };
  const name = `undo/${task}/${n}`;
  await ctx.store.state.put(name, undo);
  return { ...small, undo: { $state: name } };
}

const sizeOf = (value: unknown): number => JSON.stringify(value).length;
