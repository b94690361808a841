import { messageOf } from "../error/error.ts";
import { vetoes } from "../policy/veto.ts";
import { neighboursOf } from "../target/topology.ts";
import type { Target } from "../target/schema.ts";
import { isOpen } from "../task/predicates.ts";
import type { Attempt, Task } from "../task/schema.ts";
import { actionKey, type ApplyOutcome } from "../runbook/schema.ts";
import { load } from "./case-file.ts";
import type { Context } from "./context.ts";
import type { Proposal, RemediationState } from "./state.ts";
import { settleSeconds } from "./triage.ts";

/** How long a lease binds: the action's timeout, the settle time and the verification, with room. */
const LEASE_MS = 6 * 60_000;
/** After so many waits for a busy target the attempt is given up and the task goes to a person. */
const MAX_WAITS = 60;
const BUSY_SECONDS = 3;

/**
 * Acts once. Taking the lease is also the intent record: it is written before anything is done, and an attempt whose
 * lease is there already (a crash in between) is not repeated but verified. Never two at once on a target or a neighbour.
 */
export async function apply(ctx: Context, state: RemediationState): Promise<RemediationState> {
  const { task, target } = await load(ctx, state.task);
  const proposal = state.proposal;
  if (!proposal || !isOpen(task)) return { ...state, decision: "acted", why: "there is nothing to apply" };
  const n = task.attempts.length + 1;
  const approval = state.answer?.decision === "approved" ? state.answer : undefined;

  if (await neighbourIsBusy(ctx, task, target))
    return busy(state, `a neighbour of ${target.id} is being worked on`);
  const now = ctx.clock.now();
  const lease = await takeLease(ctx, task, target, n, proposal, now);
  if (!lease) return busy(state, `${target.id} is being worked on by another task`);
  if (await neighbourIsBusy(ctx, task, target)) {
    if (lease.fresh) await ctx.store.leases.release(target.id, task.id);
    return busy(state, `a neighbour of ${target.id} is being worked on`);
  }

  const card = ctx.hands.cards().find((c) => c.id === proposal.action.runbook);
  const attempt: Attempt = {
    n,
    phase: state.phase,
    action: proposal.action,
    risk: card?.risk ?? "destructive",
    faultClass: proposal.faultClass,
    confidence: proposal.confidence,
    proposedBy: proposal.proposedBy,
    reason: proposal.reason,
    warrant: {
      id: approval?.warrant ?? `policy:${task.id}:${n}`,
      by: approval?.by ?? "policy",
      reason: approval ? "approved by a person" : proposal.policy.join("; "),
    },
    startedAt: now,
    result: "running",
  };
  const acting = { ...state, attempt, waits: 0, settle: settleSeconds(target), decision: "acted" as const };
  if (!lease.fresh)
    return {
      ...acting,
      attempt: finish(ctx, attempt, {
        result: "uncertain",
        steps: [],
        reason: "it was started before a restart of Gradus and is not repeated",
      }),
    };
  const veto = await lastLook(ctx, target, proposal, approval?.warrant, task.id);
  if (veto)
    return {
      ...acting,
      settle: 1,
      attempt: finish(ctx, attempt, { result: "refused", steps: [], reason: veto }),
    };

  await ctx.events.publish({
    type: "action.started",
    at: now,
    actor: "gradus",
    data: {
      task: task.id,
      target: target.id,
      runbook: proposal.action.runbook,
      params: proposal.action.params,
      phase: state.phase,
    },
  });
  const outcome = await act(ctx, target, proposal);
  const kept = await keepUndo(ctx, task.id, n, outcome);
  await ctx.events.publish({
    type: "action.applied",
    at: ctx.clock.now(),
    actor: "gradus",
    data: { task: task.id, target: target.id, runbook: proposal.action.runbook, result: outcome.result },
  });
  return {
    ...acting,
    settle: outcome.result === "refused" ? 1 : acting.settle,
    attempt: finish(ctx, attempt, kept),
  };
}

/** A runbook that throws has failed; what it had done until then is unknown, and verification decides. */
async function act(ctx: Context, target: Target, proposal: Proposal): Promise<ApplyOutcome> {
  try {
    return await ctx.hands.apply(target, proposal.action);
  } catch (error) {
    return { result: "failed", steps: [], reason: messageOf(error).slice(0, 500) };
  }
}

/** What must still hold at the very last moment: kill switch, preconditions, and a person's warrant, which this uses up. */
async function lastLook(
  ctx: Context,
  target: Target,
  proposal: Proposal,
  warrant: string | undefined,
  task: string,
): Promise<string | undefined> {
  const card = ctx.hands.cards().find((c) => c.id === proposal.action.runbook);
  if (!card) return `there is no runbook "${proposal.action.runbook}"`;
  const settings = await ctx.store.settings.read();
  const veto = vetoes({
    target,
    card,
    action: proposal.action,
    settings,
    observeOnly: ctx.observeOnly,
    tabu: [],
    now: ctx.clock.now(),
  })[0];
  if (veto) return veto.reason;
  const unmet = await ctx.hands.check(target, proposal.action);
  if (unmet) return unmet;
  if (warrant === undefined) return undefined;
  const valid = await ctx.store.warrants.consume({
    id: warrant,
    task,
    action: actionKey(proposal.action),
    now: ctx.clock.now(),
  });
  return valid ? undefined : "the approval was used already, has expired, or is for something else";
}

async function takeLease(
  ctx: Context,
  task: Task,
  target: Target,
  n: number,
  proposal: Proposal,
  now: number,
): Promise<{ fresh: boolean } | undefined> {
  const want = {
    target: target.id,
    task: task.id,
    attempt: n,
    action: actionKey(proposal.action),
    now,
    until: now + LEASE_MS,
  };
  for (let tried = 0; tried < 2; tried++) {
    const got = await ctx.store.leases.acquire(want);
    if (got.ok) return { fresh: got.fresh };
    const holder = await ctx.store.tasks.get(got.heldBy.task);
    if (holder && isOpen(holder)) return undefined;
    await ctx.store.leases.release(target.id, got.heldBy.task);
  }
  return undefined;
}

async function neighbourIsBusy(ctx: Context, task: Task, target: Target): Promise<boolean> {
  const now = ctx.clock.now();
  const leases = await Promise.all(
    neighboursOf(target.id, ctx.targets.all()).map((id) => ctx.store.leases.get(id)),
  );
  for (const lease of leases) {
    if (!lease || lease.released || lease.until <= now || lease.task === task.id) continue;
    const holder = await ctx.store.tasks.get(lease.task);
    if (holder && isOpen(holder)) return true;
  }
  return false;
}

function busy(state: RemediationState, why: string): RemediationState {
  if (state.waits >= MAX_WAITS)
    return { ...state, decision: "denied", waits: 0, why: `gave up waiting: ${why}` };
  return { ...state, decision: "busy", waits: state.waits + 1, settle: BUSY_SECONDS, why };
}

/** Undo data too large for a workflow state waits in the store under a reference. */
async function keepUndo(ctx: Context, task: string, n: number, outcome: ApplyOutcome): Promise<ApplyOutcome> {
  const steps = outcome.steps.map((s) => ({ ...s, output: s.output.slice(0, 600) }));
  if (!outcome.undo || JSON.stringify(outcome.undo).length < 4_000) return { ...outcome, steps };
  const name = `undo/${task}/${n}`;
  await ctx.store.state.put(name, outcome.undo);
  return { ...outcome, steps, undo: { $state: name } };
}

const finish = (ctx: Context, attempt: Attempt, outcome: ApplyOutcome): Attempt => ({
  ...attempt,
  outcome,
  finishedAt: ctx.clock.now(),
});
