import type { AuditEntry } from "../audit/schema.ts";
import { changeTask } from "../task/change.ts";
import { isOpen } from "../task/predicates.ts";
import type { Attempt, Task, TaskStatus } from "../task/schema.ts";
import { auditOf } from "./attempt-audit.ts";
import type { Context } from "./context.ts";
import { learnFrom, learnFromHuman } from "./learn-pattern.ts";
import type { BrokenState } from "./state.ts";

/**
 * The end of every task that was worked on: the outcome goes into the patterns and the task is closed. Run twice, it closes
 * and learns once. A task that was closed by somebody else meanwhile stays as it is, and still gets what was done.
 */
export async function learn(
  ctx: Pick<Context, "store" | "crypto" | "clock" | "events" | "log">,
  state: BrokenState,
): Promise<{ task: string; status: TaskStatus; outcome: string }> {
  const now = ctx.clock.now();
  const end = ending(state);
  let closedHere = false;
  const task = await changeTask(ctx, state.task, (t) => {
    closedHere = isOpen(t);
    const { attempt } = end;
    const isNew = attempt !== undefined && !t.attempts.some((a) => a.n === attempt.n);
    if (!closedHere && !isNew) return undefined;
    const attempts = isNew ? [...t.attempts, attempt] : t.attempts;
    const entries: AuditEntry[] = isNew ? auditOf(attempt) : [];
    if (!closedHere) return { task: { ...t, attempts }, entries };
    entries.push({ at: now, actor: end.by, type: `task.${end.status}`, data: { outcome: end.outcome } });
    return { task: { ...t, status: end.status, attempts, outcome: end.outcome, closedAt: now }, entries };
  });
  const fix = task.attempts.find((a) => a.n === end.attempt?.n && a.result === "fixed");
  if (fix) await learnFrom(ctx, task, fix, "fixed");
  // The lease of a fixed task does not bind; any other one would.
  if (end.attempt && task.status !== "fixed") await ctx.store.leases.release(task.target, task.id);
  if (task.status === "resolved" && state.answer?.action)
    await learnFromHuman(ctx, task, {
      action: state.answer.action,
      by: end.by,
      notes: state.answer.notes ?? "",
    });
  if (closedHere)
    await ctx.events.publish({ type: `task.${end.status}`, at: now, actor: end.by, data: closed(task) });
  return { task: task.id, status: task.status, outcome: task.outcome ?? end.outcome };
}

function ending(state: BrokenState): { status: TaskStatus; outcome: string; by: string; attempt?: Attempt } {
  if (state.decision === "fixed" && state.attempt) {
    const attempt: Attempt = { ...state.attempt, result: "fixed" };
    return {
      status: "fixed",
      outcome: `Fixed by ${attempt.action.runbook} in phase ${attempt.phase}, and verified.`,
      by: "gradus",
      attempt,
    };
  }
  if (state.answer?.decision === "cleared")
    return { status: "cleared", outcome: "The detectors saw it gone.", by: state.answer.by ?? "gradus" };
  const by = state.answer?.by ?? "human";
  return {
    status: "resolved",
    outcome:
      `Resolved by ${by.replace(/^human:/, "")}${state.answer?.notes ? `: ${state.answer.notes}` : "."}`.slice(
        0,
        600,
      ),
    by,
  };
}

const closed = (task: Task): Record<string, unknown> => ({
  task: task.id,
  target: task.target,
  title: task.title,
  outcome: task.outcome ?? "",
  ms: (task.closedAt ?? task.updatedAt) - task.firstSeenAt,
  phase: task.attempts.at(-1)?.phase ?? task.phase,
});
