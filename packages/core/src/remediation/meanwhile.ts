import { factsOf, type Observation } from "../observation/schema.ts";
import type { Target } from "../target/schema.ts";
import type { Task } from "../task/schema.ts";
import type { Context } from "./context.ts";
import { dependencyDown, lookAround } from "./look-around.ts";
import { settledOtherwise } from "./settled-otherwise.ts";
import type { Proposal } from "./state.ts";

export interface Meanwhile {
  /** Hard symptoms of now: the action is not blamed for them. */
  before: string[];
  /** The task was closed, for this reason. */
  over?: string;
  /** Why the action is not any more what was approved. */
  changed?: string;
}

/**
 * What has become of a fault while an action had to wait. An approval may come hours after it was asked for, when people have
 * dealt with the fault themselves: what is over is not acted on, and what they have changed is not restored over their heads.
 */
export async function lookAgain(
  ctx: Context,
  task: Task,
  target: Target,
  proposal: Proposal,
  isApproved: boolean,
): Promise<Meanwhile> {
  if (!isApproved) return { before: (await lookAround(ctx, target)).hard };
  const [{ own, hard: before }, down] = await Promise.all([
    lookAround(ctx, target),
    dependencyDown(ctx, target),
  ]);
  const gone = "Gone before the approved action was taken, which is not needed any more.";
  const over = await settledOtherwise(ctx, task, target, { own, down, gone });
  if (over !== undefined) return { before, over };
  const changed = await changedSince(ctx, task, target, proposal);
  return { before, ...(changed === undefined ? {} : { changed }) };
}

/** What puts a target back was proposed for what differed then: another version, or another content, was put there by somebody. */
async function changedSince(
  ctx: Context,
  task: Task,
  target: Target,
  { action }: Proposal,
): Promise<string | undefined> {
  const card = ctx.hands.cards().find((c) => c.id === action.runbook);
  if (card?.level !== "restore") return undefined;
  const [kept, seen] = await Promise.all([
    ctx.store.tasks.evidence(task.id),
    ctx.diagnostics.run(target, ["drift"]),
  ]);
  const then = driftOf(target, [...task.observations, ...kept]);
  if (then.size === 0) return undefined;
  for (const [what, now] of driftOf(target, seen))
    if (then.get(what) !== now)
      return `${what} was ${then.get(what) ?? "not changed"} when this was proposed, and is ${now} now: somebody has changed it meanwhile`;
  return undefined;
}

/** What differs from the baseline, and how, as seen last. Ports come and go with the process. */
function driftOf(target: Target, observations: readonly Observation[]): Map<string, string> {
  const found = factsOf(
    observations.filter((o) => o.target === target.id),
    "drift",
  )
    .filter(({ fact }) => fact.aspect !== "port")
    .sort((a, b) => a.at - b.at);
  return new Map(found.map(({ fact }) => [nameOf(fact), String(fact.actual)]));
}

const nameOf = ({ aspect, key }: { aspect: string; key: string }): string =>
  aspect === key ? `the ${aspect}` : `${aspect} ${key}`;
