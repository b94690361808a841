import { messageOf } from "../error/error.ts";
import type { Target } from "../target/schema.ts";
import { isOpen } from "../task/predicates.ts";
import type { Attempt, Task } from "../task/schema.ts";
import type { ApplyOutcome } from "../runbook/schema.ts";
import { load } from "./case-file.ts";
import type { Context } from "./context.ts";
import { lastLook } from "./last-look.ts";
import { claim, neighbourIsBusy, underWay } from "./lease.ts";
import { keepOutcome } from "./keep-outcome.ts";
import { settleSeconds } from "./look-around.ts";
import { lookAgain, type Meanwhile } from "./meanwhile.ts";
import { over, type Proposal, type RemediationState } from "./state.ts";

/** After so many visits to a busy target (ten minutes and more, as long as a lease binds) the task goes to a person. */
const MOST_WAITS = 180;
const BUSY_SECONDS = 3;

/**
 * Acts once. Taking the lease is also the intent record: it is written before anything is done, and a visit whose lease is
 * there already (a crash in between) is not repeated but verified. Never two at once on a target or a neighbour.
 */
export async function apply(ctx: Context, state: RemediationState): Promise<RemediationState> {
  const { task, target } = await load(ctx, state.task);
  const { proposal } = state;
  const n = task.attempts.length + 1;
  if (!proposal) return { ...state, decision: "acted", settle: 1, why: "there is nothing to apply" };
  const acting = { ...state, waits: 0, settle: settleSeconds(target), decision: "acted" as const };
  const attempt = begin(ctx, state, proposal, n);
  if (!isOpen(task)) {
    // Closed over its head while it acted: what it did still belongs to it.
    const begun = await underWay(ctx, task, n);
    return begun ? { ...acting, attempt: finish(ctx, attempt, notRepeated) } : over(state);
  }
  const next = `a neighbour of ${target.id} is being worked on`;
  if (await neighbourIsBusy(ctx, task, target)) return busy(ctx, state, next);
  // What was seen at triage is old by now if a person was asked, or a neighbour waited for. Seen before the last checks, which
  // a switch that is turned meanwhile must not have passed; not seen by a visit that may have acted.
  const isApproved = approvalOf(state) !== undefined;
  const isOld = (isApproved || state.waits > 0) && !(await underWay(ctx, task, n));
  const now: Meanwhile = isOld
    ? await lookAgain(ctx, task, target, proposal, isApproved)
    : { before: state.before };
  if (now.over !== undefined) return over(state, now.over);
  const refused = (why: Pick<ApplyOutcome, "reason" | "withheld">): RemediationState => ({
    ...acting,
    settle: 1,
    attempt: finish(ctx, attempt, { result: "refused", steps: [], ...why }),
  });
  if (now.changed !== undefined) return refused({ reason: now.changed });
  const claimed = await claim(ctx, { task, target, n, visit: state.waits, action: proposal.action });
  if (!claimed) return busy(ctx, state, `${target.id} is being worked on by another task`);
  if (!claimed.fresh) return { ...acting, attempt: finish(ctx, attempt, notRepeated) };

  const [stillOpen, contended] = await Promise.all([
    isStillOpen(ctx, task),
    neighbourIsBusy(ctx, task, target),
  ]);
  if (!stillOpen || contended) {
    await ctx.store.leases.release(target.id, task.id);
    return stillOpen ? busy(ctx, state, next) : over(state);
  }
  const veto = await lastLook(ctx, target, proposal, approvalOf(state)?.warrant, task.id);
  if (veto) return refused(veto);

  const data = { task: task.id, target: target.id, runbook: proposal.action.runbook };
  await ctx.events.publish({
    type: "action.started",
    at: attempt.startedAt,
    actor: "gradus",
    data: { ...data, params: proposal.action.params, phase: state.phase },
  });
  const outcome = await keepOutcome(ctx, task.id, n, await act(ctx, target, proposal));
  await tell(ctx, { ...data, result: outcome.result });
  return {
    ...acting,
    before: now.before,
    settle: outcome.result === "refused" ? 1 : acting.settle,
    attempt: finish(ctx, attempt, outcome),
  };
}

const notRepeated: ApplyOutcome = {
  result: "uncertain",
  steps: [],
  reason: "it was started before a restart of Gradus and is not repeated",
};

/** The attempt at a proposal, as it is written down when its outcome is known. */
export function begin(
  ctx: Pick<Context, "hands" | "clock">,
  state: Pick<RemediationState, "task" | "answer"> & { phase: Attempt["phase"] },
  proposal: Proposal,
  n: number,
): Attempt {
  const approval = approvalOf(state);
  return {
    n,
    phase: state.phase,
    action: proposal.action,
    risk: ctx.hands.cards().find((c) => c.id === proposal.action.runbook)?.risk ?? "destructive",
    faultClass: proposal.faultClass,
    confidence: proposal.confidence,
    proposedBy: proposal.proposedBy,
    reason: proposal.reason,
    warrant: {
      id: approval?.warrant ?? `policy:${state.task}:${n}`,
      by: approval?.by ?? "policy",
      reason: approval ? "approved by a person" : proposal.policy.join("; "),
    },
    startedAt: ctx.clock.now(),
    result: "running",
  };
}

const approvalOf = ({ answer }: Pick<RemediationState, "answer">) =>
  answer?.decision === "approved" ? answer : undefined;

/** A runbook that throws has failed; what it had done until then is unknown, and verification decides. */
async function act(ctx: Context, target: Target, proposal: Proposal): Promise<ApplyOutcome> {
  try {
    return await ctx.hands.apply(target, proposal.action);
  } catch (error) {
    return { result: "failed", steps: [], reason: messageOf(error) };
  }
}

/** It is done: a listener that cannot be told must not make its outcome be forgotten. */
async function tell(ctx: Context, data: Record<string, unknown>): Promise<void> {
  try {
    await ctx.events.publish({ type: "action.applied", at: ctx.clock.now(), actor: "gradus", data });
  } catch (error) {
    ctx.log("error", "an event could not be published", { type: "action.applied", error: messageOf(error) });
  }
}

async function isStillOpen(ctx: Context, task: Task): Promise<boolean> {
  const now = await ctx.store.tasks.get(task.id);
  return now !== undefined && isOpen(now);
}

/** Neighbours that found each other busy come back at different times, or they would do so for ever. */
function busy(ctx: Context, state: RemediationState, why: string): RemediationState {
  if (state.waits >= MOST_WAITS)
    return { ...state, decision: "denied", settle: 1, waits: 0, why: `gave up waiting: ${why}` };
  const stagger = Number.parseInt(ctx.crypto.sha256(`${state.task} ${state.waits}`).slice(0, 2), 16) % 3;
  return { ...state, decision: "busy", waits: state.waits + 1, settle: BUSY_SECONDS + stagger, why };
}

const finish = (ctx: Context, attempt: Attempt, outcome: ApplyOutcome): Attempt => ({
  ...attempt,
  outcome,
  finishedAt: ctx.clock.now(),
});
