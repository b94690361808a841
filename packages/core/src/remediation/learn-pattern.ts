import { isConflict } from "../error/error.ts";
import { fromHumanResolution, newPattern } from "../pattern/create.ts";
import { features } from "../pattern/features.ts";
import { learn } from "../pattern/learn.ts";
import type { Outcome, Pattern } from "../pattern/schema.ts";
import { patternId, signature } from "../pattern/signature.ts";
import type { Action } from "../runbook/schema.ts";
import type { Attempt, Task } from "../task/schema.ts";
import type { Context } from "./context.ts";

type Ctx = Pick<Context, "store" | "clock" | "log">;

const TRIES = 8;
/** So many attempts a pattern remembers having learned from; a step is delivered again within minutes. */
const REMEMBERED = 32;

/** Adds one outcome of an attempt to its pattern, making the pattern if this is the first time. The same outcome of the same attempt counts once. */
export async function learnFrom(
  ctx: Ctx,
  task: Task,
  attempt: Pick<Attempt, "n" | "action" | "faultClass">,
  outcome: Outcome,
): Promise<void> {
  const of = {
    ...caseOf(task),
    action: attempt.action,
    faultClass: attempt.faultClass,
    now: ctx.clock.now(),
  };
  const lesson = `${task.id}#${attempt.n} ${outcome}`;
  await change(ctx, patternId(signature(of), of.action), (existing) => {
    const before = existing?.learned ?? [];
    if (before.includes(lesson)) return undefined;
    const pattern = learn(existing ?? newPattern(of), outcome, of.now);
    return { ...pattern, learned: [...before, lesson].slice(-REMEMBERED) };
  });
}

/** What a person did becomes a pattern, if it was one of the runbooks. */
export async function learnFromHuman(
  ctx: Ctx,
  task: Task,
  resolution: { action: Action; by: string; notes: string },
): Promise<void> {
  const now = ctx.clock.now();
  const faultClass =
    task.verdicts.findLast((v) => v.action?.runbook === resolution.action.runbook)?.faultClass ?? "unknown";
  const of = {
    ...caseOf(task),
    faultClass,
    now,
    verified: false,
    resolution: {
      kind: "human" as const,
      by: resolution.by,
      at: now,
      notes: resolution.notes,
      action: resolution.action,
    },
  };
  await change(ctx, patternId(signature(of), resolution.action), (existing) =>
    fromHumanResolution({ ...of, existing }),
  );
}

/** The case as quick fix saw it: the evidence at opening, so that the signature is found again next time. */
const caseOf = (task: Task) => ({
  software: task.software,
  symptom: task.symptom,
  features: features(task.observations, { openedAt: task.openedAt }),
});

async function change(
  ctx: Ctx,
  id: string,
  next: (existing: Pattern | undefined) => Pattern | undefined,
): Promise<void> {
  for (let tried = 1; ; tried++) {
    const changed = next(await ctx.store.patterns.get(id));
    if (!changed) return;
    try {
      await ctx.store.patterns.save(changed);
      return;
    } catch (error) {
      if (!isConflict(error) || tried >= TRIES) throw error;
    }
  }
}
