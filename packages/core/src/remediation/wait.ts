import { GradusError, isConflict, messageOf } from "../error/error.ts";
import { tellEnd } from "../escalation/announce.ts";
import { composeSections } from "../escalation/compose.ts";
import { answerOf } from "../escalation/deliver.ts";
import { type Escalation, isOpenEscalation } from "../escalation/schema.ts";
import { isInStorm } from "../escalation/storm.ts";
import { supersededIn } from "../escalation/superseded.ts";
import { changeTask } from "../task/change.ts";
import { isOpen } from "../task/predicates.ts";
import type { Task } from "../task/schema.ts";
import { actionKey, type Action } from "../runbook/schema.ts";
import type { Context } from "./context.ts";
import type { BrokenState, RemediationState } from "./state.ts";

/** An approval request is good for this long; then the task goes to a person for help. */
const APPROVAL_MS = 24 * 3_600_000;

/** The wait for a person: opens the escalation with the state's token, and tells people once. */
export async function awaitHuman(ctx: Context, input: { state: BrokenState; token: string }): Promise<void> {
  const { state, token } = input;
  const task = await ctx.store.tasks.get(state.task);
  if (!task) throw new GradusError("not_found", `there is no task ${state.task}`);
  if (!isOpen(task)) return endOfWait(ctx, task, token);
  const evidence = await ctx.store.tasks.evidence(task.id);
  const action = state.proposal?.action;
  const why = state.why ?? "it could not be fixed automatically";
  await open(ctx, task, token, {
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
  const { proposal } = state;
  const now = ctx.clock.now();
  const current = await ctx.store.tasks.get(state.task);
  if (!current) throw new GradusError("not_found", `there is no task ${state.task}`);
  if (!isOpen(current)) return endOfWait(ctx, current, token);
  if (!proposal) {
    const notes = "there is nothing to approve";
    await ctx.workflows.answer(token, { decision: "rejected", by: "gradus", notes });
    return;
  }
  const id = approvalId(ctx, current, proposal.action);
  const asked = await ctx.store.escalations.get(id);
  if (asked && (await wasAnswered(ctx, asked, token))) return;
  const task = await changeTask(ctx, state.task, (t) =>
    isOpen(t) && (t.status !== "awaiting_approval" || t.escalation !== id)
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
  if (!isOpen(task)) return endOfWait(ctx, task, token);
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

/** The same for the same question, so that it is asked once; another one after each attempt, after each hand-back, and where it was given up before. */
function approvalId(ctx: Context, task: Task, action: Action): string {
  const rounds = task.audit.filter((e) => e.type === "task.handed-back").length;
  const round = rounds === 0 ? "" : `r${rounds}-`;
  const first = `${task.id}-a${task.attempts.length + 1}-${round}${ctx.crypto.sha256(actionKey(action)).slice(0, 6)}`;
  const givenUp = supersededIn(task);
  let id = first;
  for (let n = 2; givenUp.has(id); n++) id = `${first}-${n}`;
  return id;
}

/** A task that was closed meanwhile asks nobody for anything. */
async function endOfWait(ctx: Context, task: Task, token: string): Promise<void> {
  const decision = task.status === "cleared" ? "cleared" : "resolved";
  await ctx.workflows.answer(token, { decision, by: "gradus" });
}

/** An answer that came before the state began to wait (again) is given to it now. */
async function wasAnswered(ctx: Context, escalation: Escalation, token: string): Promise<boolean> {
  if (escalation.status !== "resolved") return false;
  await ctx.workflows.answer(token, answerOf(escalation) ?? { decision: "resolved", by: "gradus" });
  return true;
}

type Draft = Pick<Escalation, "id" | "kind" | "title" | "summary" | "sections"> & {
  action?: Action;
  expiresAt?: number;
};

/**
 * Delivered twice (a retry, a resume after a crash) it opens and mails once; the newest token is the one that waits. Killed
 * between opening and mailing it mails when it is delivered again: twice is better than never.
 */
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
  const { escalation } = await ctx.store.escalations.open(wanted);
  if (await wasAnswered(ctx, escalation, token)) return;
  const told = escalation.toldAt !== undefined;
  if (told && escalation.token === token) return;
  const waiting =
    escalation.token === token ? escalation : await ctx.store.escalations.save({ ...escalation, token });
  if (told) return;
  await ctx.events.publish({
    type: draft.kind === "help" ? "escalation.opened" : "approval.requested",
    at: now,
    actor: "gradus",
    data: { escalation: waiting.id, task: task.id, target: task.target, title: draft.title },
  });
  // The next round of reminders tells of it together with the others.
  if (await isInStorm(ctx, waiting)) return;
  try {
    await ctx.notify.escalated(waiting, task);
  } catch (error) {
    const what = "people could not be told of an escalation; the next round of reminders tells them";
    ctx.log("error", what, { escalation: waiting.id, error: messageOf(error) });
    return;
  }
  await markTold(ctx, waiting);
}

/** Somebody who answers at once is faster than this note: whoever else was told learns of the answer then. */
async function markTold(ctx: Context, escalation: Escalation): Promise<void> {
  const toldAt = ctx.clock.now();
  const { escalations } = ctx.store;
  try {
    await escalations.save({ ...escalation, toldAt });
  } catch (error) {
    if (!isConflict(error)) throw error;
    const current = await escalations.get(escalation.id);
    if (!current || current.toldAt !== undefined) return;
    const told = await escalations.save({ ...current, toldAt });
    if (!isOpenEscalation(told)) await tellEnd(ctx, told);
  }
}
