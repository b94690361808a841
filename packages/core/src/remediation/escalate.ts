import { answerOf } from "../escalation/answer.ts";
import { composeSections } from "../escalation/compose.ts";
import type { Escalation } from "../escalation/schema.ts";
import { changeTask } from "../task/change.ts";
import { isOpen } from "../task/predicates.ts";
import type { Attempt, Task } from "../task/schema.ts";
import { actionKey, type Action } from "../runbook/schema.ts";
import { auditOf } from "./attempt-audit.ts";
import type { Context } from "./context.ts";
import type { BrokenState, RemediationState } from "./state.ts";

/** An approval request is good for this long; then the task goes to a person for help. */
const APPROVAL_MS = 24 * 3_600_000;

/** Phase 4: writes down why, and what was still running, and hands the task to people. Copes with any state, because faults lead here. */
export async function escalate(ctx: Context, state: BrokenState): Promise<BrokenState> {
  const why = reasonOf(state);
  const now = ctx.clock.now();
  const task = await changeTask(ctx, state.task, (t) => {
    if (!isOpen(t) || (t.status === "awaiting_human" && t.escalation)) return undefined;
    const running =
      state.attempt && !t.attempts.some((a) => a.n === state.attempt?.n)
        ? cutShort(state.attempt, why)
        : undefined;
    const count = t.audit.filter((e) => e.type === "task.escalated").length + 1;
    return {
      task: {
        ...t,
        status: "awaiting_human",
        phase: 4,
        escalation: `${t.id}-h${count}`,
        attempts: running ? [...t.attempts, running] : t.attempts,
      },
      entries: [
        ...(running ? auditOf(running) : []),
        {
          at: now,
          actor: "gradus",
          type: "task.escalated",
          data: { why, ...(state.fault ? { fault: state.fault } : {}) },
        },
      ],
    };
  });
  await ctx.store.leases.release(task.target, task.id);
  const recommended = state.proposal?.action;
  return {
    task: task.id,
    target: task.target,
    phase: 4,
    decision: "escalated",
    why,
    ...(state.experts ? { experts: state.experts } : {}),
    ...(recommended && state.proposal ? { proposal: state.proposal } : {}),
  };
}

/** The wait for a person: opens the escalation with the state's token, and tells people once. */
export async function awaitHuman(ctx: Context, input: { state: BrokenState; token: string }): Promise<void> {
  const task = await ctx.store.tasks.get(input.state.task);
  if (!task) return;
  if (!isOpen(task)) {
    await ctx.workflows.answer(input.token, {
      decision: task.status === "cleared" ? "cleared" : "resolved",
      by: "gradus",
    });
    return;
  }
  const evidence = await ctx.store.tasks.evidence(task.id);
  const action = input.state.proposal?.action;
  const why = input.state.why ?? "it could not be fixed automatically";
  await open(ctx, task, input.token, {
    id: task.escalation ?? `${task.id}-h1`,
    kind: "help",
    title: task.title,
    summary: `${task.title}. ${why}`,
    sections: composeSections(task, evidence, why, action),
    ...(action ? { action } : {}),
  });
}

/** The wait for an approval of exactly one action. */
export async function requestApproval(
  ctx: Context,
  input: { state: RemediationState; token: string },
): Promise<void> {
  const { state, token } = input;
  const proposal = state.proposal;
  const now = ctx.clock.now();
  if (!proposal) {
    await ctx.workflows.answer(token, {
      decision: "rejected",
      by: "gradus",
      notes: "there is nothing to approve",
    });
    return;
  }
  const id = `${state.task}-a${(await attemptsOf(ctx, state.task)) + 1}-${ctx.crypto.sha256(actionKey(proposal.action)).slice(0, 6)}`;
  const task = await changeTask(ctx, state.task, (t) =>
    isOpen(t) && t.status !== "awaiting_approval"
      ? {
          task: { ...t, status: "awaiting_approval", escalation: id },
          entries: [
            {
              at: now,
              actor: "gradus",
              type: "approval.requested",
              data: {
                action: actionKey(proposal.action),
                confidence: proposal.confidence,
                reason: proposal.reason,
                policy: proposal.policy,
              },
            },
          ],
        }
      : undefined,
  );
  const why = `${proposal.reason} (confidence ${Math.round(proposal.confidence * 100)} %). Approval is needed: ${proposal.policy.join("; ")}`;
  await open(ctx, task, token, {
    id,
    kind: "approval",
    title: `Approve ${proposal.action.runbook} on ${task.target}?`,
    summary: `${task.title}. ${why}`,
    sections: composeSections(task, await ctx.store.tasks.evidence(task.id), why, proposal.action),
    action: proposal.action,
    expiresAt: now + APPROVAL_MS,
  });
}

const attemptsOf = async (ctx: Context, id: string): Promise<number> =>
  (await ctx.store.tasks.get(id))?.attempts.length ?? 0;

type Draft = Pick<Escalation, "id" | "kind" | "title" | "summary" | "sections"> & {
  action?: Action;
  expiresAt?: number;
};

/** Delivered twice (a retry, a resume after a crash) it opens and mails once; the newest token is the one that waits. */
async function open(ctx: Context, task: Task, token: string, draft: Draft): Promise<void> {
  const now = ctx.clock.now();
  const wanted: Escalation = {
    ...draft,
    task: task.id,
    target: task.target,
    symptom: task.symptom,
    severity: task.severity,
    status: "open",
    openedAt: now,
    token,
    reminders: 0,
    version: 0,
  };
  const { opened, escalation } = await ctx.store.escalations.open(wanted);
  if (!opened && escalation.status === "resolved") {
    await ctx.workflows.answer(token, answerOf(escalation) ?? { decision: "resolved", by: "gradus" });
    return;
  }
  if (!opened && escalation.token !== token) await ctx.store.escalations.save({ ...escalation, token });
  if (!opened) return;
  await ctx.events.publish({
    type: draft.kind === "help" ? "escalation.opened" : "approval.requested",
    at: now,
    actor: "gradus",
    data: { escalation: escalation.id, task: task.id, target: task.target, title: draft.title },
  });
  await ctx.notify.escalated(escalation, task);
}

function reasonOf(state: BrokenState): string {
  if (state.fault)
    return `A step failed: ${[state.fault.Error, state.fault.Cause].filter(Boolean).join(": ").slice(0, 400)}`;
  if (state.answer?.decision === "rejected")
    return `${(state.answer.by ?? "Somebody").replace(/^human:/, "")} rejected the proposed action${state.answer.notes ? `: ${state.answer.notes}` : ""}`;
  if (state.answer?.decision === "expired") return "Nobody answered the approval request in time";
  return state.why ?? "No safe and grounded action is left";
}

const cutShort = (attempt: Attempt, why: string): Attempt => ({
  ...attempt,
  result: attempt.outcome?.result === "refused" ? "refused" : "failed",
  outcome: attempt.outcome ?? { result: "uncertain", steps: [], reason: why.slice(0, 300) },
});
