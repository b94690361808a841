import { changeTask } from "../task/change.ts";
import { isOpen } from "../task/predicates.ts";
import type { Attempt, Task } from "../task/schema.ts";
import { actionKey } from "../runbook/schema.ts";
import { begin } from "./apply.ts";
import { auditOf } from "./attempt-audit.ts";
import { clear } from "./close.ts";
import type { Context } from "./context.ts";
import { inEffect, isOver } from "./in-effect.ts";
import { bringsBack } from "./judge.ts";
import { underWay } from "./lease.ts";
import type { BrokenState } from "./state.ts";

function outcomeOf(task: Task): string {
  const last = task.attempts.at(-1);
  return last && bringsBack(task, last.verification)
    ? `Gone since ${actionKey(last.action)}, which was not taken back; its dependents got worse with it and have tasks of their own.`
    : "Gone when it was about to be handed to a person.";
}

/** Phase 4: writes down why, and what was still running, and hands the task to people. Copes with any state, because faults lead here. */
export async function escalate(ctx: Context, state: BrokenState): Promise<BrokenState> {
  const now = ctx.clock.now();
  const before = await ctx.store.tasks.get(state.task);
  const running = state.attempt ?? (before && (await attemptUnderWay(ctx, before, state)));
  const cut = running && cutShort(running, reasonOf(state));
  const why = [reasonOf(state), ...(before ? inEffect(ctx, withCut(before, cut)) : [])].join(". ");
  if (before && (await isGoneByNow(ctx, before, state))) {
    await clear(ctx, before, outcomeOf(before));
    await ctx.store.leases.release(before.target, before.id);
    return { task: before.id, target: before.target, phase: 4, decision: "escalated", why };
  }
  const task = await changeTask(ctx, state.task, (t) => {
    if (!isOpen(t) || (t.status === "awaiting_human" && t.escalation)) return undefined;
    const { attempts } = withCut(t, cut);
    const count = t.audit.filter((e) => e.type === "task.escalated").length + 1;
    return {
      task: {
        ...t,
        status: "awaiting_human",
        phase: 4,
        escalation: `${t.id}-h${count}`,
        attempts,
      },
      entries: [
        ...(cut && attempts !== t.attempts ? auditOf(cut) : []),
        {
          at: now,
          actor: "gradus",
          type: "task.escalated",
          data: { why, ...(state.fault ? { fault: cutFault(state.fault) } : {}) },
        },
      ],
    };
  });
  // An action that never came back may still be under way: its lease ends by itself.
  if (state.attempt || !running) await ctx.store.leases.release(task.target, task.id);
  return {
    task: task.id,
    target: task.target,
    phase: 4,
    decision: "escalated",
    why,
    ...(state.experts ? { experts: state.experts } : {}),
    ...(state.proposal ? { proposal: state.proposal } : {}),
  };
}

/**
 * A last look before anybody is bothered: what was done may have needed a moment longer to show. Faults of Gradus, and
 * questions that people have answered, go to people whatever it shows.
 */
async function isGoneByNow(ctx: Context, task: Task, state: BrokenState): Promise<boolean> {
  const target = ctx.targets.get(task.target);
  if (!target || task.status !== "working" || state.fault || state.answer || state.attempt) return false;
  return isOver(ctx, task, await ctx.watcher.look(target));
}

/** What was still running belongs to the task, once. */
const withCut = (task: Task, cut: Attempt | undefined): Task =>
  cut && !task.attempts.some((a) => a.n === cut.n) ? { ...task, attempts: [...task.attempts, cut] } : task;

/** Apply took the target and did not come back (it ran out of time): what it was about to do is in the lease. */
async function attemptUnderWay(ctx: Context, task: Task, state: BrokenState): Promise<Attempt | undefined> {
  const { proposal } = state;
  const n = task.attempts.length + 1;
  const lease = proposal && (await underWay(ctx, task, n));
  if (!proposal || lease?.action !== actionKey(proposal.action)) return undefined;
  const of = { task: task.id, answer: state.answer, phase: state.phase ?? task.phase };
  return { ...begin(ctx, of, proposal, n), startedAt: lease.acquiredAt };
}

function reasonOf(state: BrokenState): string {
  if (state.fault)
    return `A step failed: ${[state.fault.Error, state.fault.Cause].filter(Boolean).join(": ").slice(0, 400)}`;
  if (state.answer?.decision === "rejected")
    return `${(state.answer.by ?? "Somebody").replace(/^human:/, "")} rejected the proposed action${state.answer.notes ? `: ${state.answer.notes}` : ""}`;
  if (state.answer?.decision === "expired") return "Nobody answered the approval request in time";
  return state.why ?? "No safe and grounded action is left";
}

/** A cause may hold whatever was thrown. */
const cutFault = ({ Error: error, Cause: cause }: NonNullable<BrokenState["fault"]>) => ({
  Error: error?.slice(0, 200) ?? "",
  Cause: cause?.slice(0, 1_000) ?? "",
});

const cutShort = (attempt: Attempt, why: string): Attempt => ({
  ...attempt,
  result: attempt.outcome?.result === "refused" ? "refused" : "failed",
  outcome: attempt.outcome ?? { result: "uncertain", steps: [], reason: why.slice(0, 300) },
});
