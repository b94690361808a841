import type { AuditEntry } from "../audit/schema.ts";
import { actionKey, type RunbookCard } from "../runbook/schema.ts";
import { stuck } from "../stuck/detect.ts";
import type { Target } from "../target/schema.ts";
import { changeTask } from "../task/change.ts";
import type { Attempt, PhaseNumber, Task } from "../task/schema.ts";
import { auditOf } from "./attempt-audit.ts";
import type { Context } from "./context.ts";
import { inEffect, mayBeTakenBack } from "./in-effect.ts";
import { bringsBack } from "./judge.ts";
import { learnFrom } from "./learn-pattern.ts";
import type { RemediationState } from "./state.ts";

/**
 * Writes down an attempt that did not fix it, lets its pattern pay, and says where the work goes on: the action is tabu for
 * this task, the phase is one higher, and what made things worse (or only helps while it lasts) is undone first. Delivered
 * again, it counts once and says the same.
 */
export async function recordFailure(
  ctx: Context,
  state: RemediationState,
  attempt: Attempt,
  target: Target,
): Promise<RemediationState> {
  const ran = attempt.outcome?.result;
  const saved = await changeTask(ctx, state.task, (task) => {
    if (task.attempts.some((a) => a.n === attempt.n)) return undefined;
    const attempts = [...task.attempts, attempt];
    const loop = stuck(attempts);
    // A crash hid whether it was done at all, or a switch was turned: that says nothing about the action, so it may be chosen again.
    const tabu = ran !== "uncertain" && attempt.outcome?.withheld !== true;
    const stuckAt: AuditEntry[] = loop
      ? [
          {
            at: ctx.clock.now(),
            actor: "gradus",
            type: "task.stuck",
            data: { why: loop, phase: state.phase },
          },
        ]
      : [];
    return {
      task: {
        ...task,
        // A task that goes in circles leaves this phase, even where a crash would have let it try again here.
        phase: nextPhase(
          ctx,
          task,
          state,
          attempt,
          tabu || loop !== undefined || isWithheldAgain(task, attempt),
        ),
        attempts,
        tabu: tabu ? [...new Set([...task.tabu, actionKey(attempt.action)])] : task.tabu,
      },
      entries: [...auditOf(attempt), ...stuckAt],
    };
  });
  const lesson = lessonOf(attempt);
  if (lesson) await learnFrom(ctx, saved, attempt, lesson);

  const loop = stuck(saved.attempts);
  const card = ctx.hands.cards().find((c) => c.id === attempt.action.runbook);
  const takeBack = mustBeTakenBack(saved, attempt, card, loop);
  // What is to be taken back is still worked on: Undo gives the target back.
  if (!takeBack) await ctx.store.leases.release(target.id, saved.id);
  const { attempt: _, proposal: __, answer: ___, ...rest } = state;
  await ctx.events.publish({
    type: "task.advanced",
    at: ctx.clock.now(),
    actor: "gradus",
    data: { task: saved.id, target: target.id, phase: saved.phase, why: loop ?? attempt.result },
  });
  return {
    ...rest,
    waits: 0,
    phase: saved.phase,
    decision: takeBack ? "undo" : "not_fixed",
    why: loop ? `stuck: ${loop}` : whyNot(attempt),
  };
}

/** Of a target that is well nothing is left to be tried; what could not be ended is for a person. */
function nextPhase(
  ctx: Context,
  task: Task,
  { phase }: RemediationState,
  attempt: Attempt,
  leaves: boolean,
): PhaseNumber {
  const holds = attempt.undo !== undefined && inEffect(ctx, { ...task, attempts: [attempt] }).length > 0;
  if (holds || bringsBack(task, attempt.verification)) return 4;
  return leaves ? (Math.min(phase + 1, 4) as PhaseNumber) : phase;
}

/** What is decided again knows of the switch: an action that is withheld twice is not waited for in this phase. */
const isWithheldAgain = (task: Task, { action, outcome }: Attempt): boolean =>
  outcome?.withheld === true &&
  task.attempts.some((a) => a.outcome?.withheld && actionKey(a.action) === actionKey(action));

function whyNot({ action, result, outcome, verification }: Attempt): string {
  const reasons = verification?.reasons.join("; ") ?? outcome?.reason ?? "";
  return `${actionKey(action)}: ${result.replace("_", " ")}${reasons ? ` (${reasons})` : ""}`.slice(0, 600);
}

/** What the pattern learns; what was not done, or may not have been, says nothing about the action. */
function lessonOf(attempt: Attempt): "harm" | "symptom_only" | "not_fixed" | undefined {
  const ran = attempt.outcome?.result;
  if (ran === "uncertain" || ran === "refused") return undefined;
  if (attempt.result === "worse") return "harm";
  return attempt.result === "symptom_only" ? "symptom_only" : "not_fixed";
}

const mustBeTakenBack = (
  task: Task,
  attempt: Attempt,
  card: RunbookCard | undefined,
  loop: string | undefined,
): boolean =>
  mayBeTakenBack(card, attempt) &&
  (!card.lasting ||
    ((attempt.result === "worse" || loop !== undefined) && !bringsBack(task, attempt.verification))) &&
  !attempt.undo;
