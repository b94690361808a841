import type { Look } from "../detection/watcher.ts";
import { symptomOf } from "../symptom/catalogue.ts";
import type { Target } from "../target/schema.ts";
import type { Attempt, Task, Verification } from "../task/schema.ts";
import { load } from "./case-file.ts";
import type { Context } from "./context.ts";
import { recordFailure } from "./record-failure.ts";
import { takeBack } from "./undo.ts";
import type { RemediationState } from "./state.ts";
import { hardSymptoms, isGone, settleSeconds } from "./triage.ts";

/** A symptom measured over a window (error rate, latency, memory) needs a moment longer to show that it is gone. */
const WINDOWED_PATIENCE_MS = 12_000;
const HARD_PATIENCE_MS = 2_000;
const LOOK_AGAIN_MS = 1_000;

/**
 * Believes nothing: fixed means that the symptom's own detector, the target's health and its dependents' are good, and that
 * the cause that was named is gone. Anything else is written down as a failure of this action, and the task goes up a phase.
 */
export async function verify(ctx: Context, state: RemediationState): Promise<RemediationState> {
  if (state.decision === "busy") return { ...state, decision: "again" };
  const { task, target } = await load(ctx, state.task);
  const attempt = state.attempt;
  if (!attempt) return { ...state, decision: "none", phase: 4 };
  if (attempt.outcome?.result === "refused")
    return recordFailure(ctx, state, { ...attempt, result: "refused" }, target);

  const { verification, worse } = await judge(ctx, task, target, state, attempt);
  const settle = settleSeconds(target);
  await ctx.events.publish({
    type: "action.verified",
    at: verification.at,
    actor: "gradus",
    data: {
      task: task.id,
      target: target.id,
      runbook: attempt.action.runbook,
      result: verification.result,
      reasons: verification.reasons,
    },
  });
  if (verification.result === "fixed") {
    const released = await release(ctx, task, target, { ...attempt, verification, result: "fixed" });
    if (released.result === "fixed") return { ...state, settle, decision: "fixed", attempt: released };
    return recordFailure(ctx, { ...state, settle }, released, target);
  }
  const result = verification.result === "symptom_only" ? "symptom_only" : worse ? "worse" : "not_fixed";
  return recordFailure(ctx, { ...state, settle }, { ...attempt, verification, result }, target);
}

/**
 * A fix that only holds while it lasts (paused work) is taken back once the symptom is gone, and looked at again: the target
 * must be well and doing its work, or the cause was not treated.
 */
async function release(ctx: Context, task: Task, target: Target, attempt: Attempt): Promise<Attempt> {
  const card = ctx.hands.cards().find((c) => c.id === attempt.action.runbook);
  if (!card || card.lasting || !card.undoable || !attempt.outcome) return attempt;
  const undone = await takeBack(ctx, target, attempt.action, attempt.outcome);
  const undo = { at: ctx.clock.now(), result: undone.reason ?? undone.result, steps: undone.steps };
  await ctx.pause(target.settleMs);
  const look = await lookUntilGone(ctx, task, target);
  return isGone(task, look) ? { ...attempt, undo } : { ...attempt, undo, result: "symptom_only" };
}

async function judge(
  ctx: Context,
  task: Task,
  target: Target,
  state: RemediationState,
  attempt: Attempt,
): Promise<{ verification: Verification; worse: boolean }> {
  const own = await lookUntilGone(ctx, task, target);
  const dependents = ctx.targets.all().filter((t) => t.dependsOn.includes(target.id));
  const looks = await Promise.all(dependents.map((d) => ctx.watcher.look(d)));
  const causeGone = await ctx.hands.causeGone(target, attempt.action, attempt.outcome);
  const now = hardSymptoms([
    [target, own],
    ...dependents.map((d, i): [Target, Look | undefined] => [d, looks[i]]),
  ]);
  const introduced = now.filter((s) => !state.before.includes(s));
  const symptomGone = !own.signals.some((s) => s.symptom === task.symptom && s.key === task.key);
  const healthy = own.healthy;
  const dependentsHealthy = !introduced.some((s) => !s.startsWith(`${target.id}:`));
  const seen = own.observations.length > 0;

  const reasons = [
    ...(seen ? [] : ["nothing could be observed, so nothing is proven"]),
    symptomGone ? `${symptomOf(task.symptom).id} is gone` : `${symptomOf(task.symptom).id} is still there`,
    healthy
      ? `${target.id} is healthy`
      : `${target.id} is not healthy: ${own.signals.map((s) => s.symptom).join(", ") || "no check passed"}`,
    ...(dependents.length === 0
      ? []
      : [dependentsHealthy ? "dependents are no worse" : `worse: ${introduced.join(", ")}`]),
    ...(causeGone === undefined ? [] : [causeGone ? "the cause is gone" : "the cause is still there"]),
  ];
  const good = seen && symptomGone && healthy && dependentsHealthy;
  const result = !seen
    ? "inconclusive"
    : good
      ? causeGone === false
        ? "symptom_only"
        : "fixed"
      : introduced.length > 0
        ? "worse"
        : "not_fixed";
  const verification: Verification = {
    at: ctx.clock.now(),
    result,
    symptomGone,
    healthy,
    dependentsHealthy,
    reasons,
    ...(causeGone === undefined ? {} : { causeGone }),
  };
  return { verification, worse: result === "worse" };
}

/** Looks until the symptom is gone or patience ends; a hard symptom gets little, a windowed one a little more. */
async function lookUntilGone(ctx: Context, task: Task, target: Target): Promise<Look> {
  const deadline = ctx.clock.now() + WINDOWED_PATIENCE_MS;
  const hardDeadline = ctx.clock.now() + HARD_PATIENCE_MS;
  for (;;) {
    const look = await ctx.watcher.look(target);
    if (isGone(task, look)) return look;
    const down = look.signals.some((s) => symptomOf(s.symptom).rank >= symptomOf("http_timeout").rank);
    if (ctx.clock.now() + LOOK_AGAIN_MS > (down ? hardDeadline : deadline)) return look;
    await ctx.pause(LOOK_AGAIN_MS);
  }
}
