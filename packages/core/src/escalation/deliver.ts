import type { AuditEntry } from "../audit/schema.ts";
import type { Context } from "../remediation/context.ts";
import { learn } from "../remediation/learn.ts";
import type { BrokenState } from "../remediation/state.ts";
import { actionKey } from "../runbook/schema.ts";
import { changeTask } from "../task/change.ts";
import { isOpen } from "../task/predicates.ts";
import { cutToRoom } from "../task/room.ts";
import type { Task } from "../task/schema.ts";
import type { Escalation } from "./schema.ts";
import { isSuperseded } from "./superseded.ts";

type Ctx = Pick<Context, "store" | "crypto" | "clock" | "workflows" | "events" | "log">;

/**
 * Lets the answer of a resolved escalation take effect: on the task, and on the state that waits for it. May be done again
 * (a crash between the answer and its delivery): the task changes once. False if no state waits with its token; what ends the
 * task ends it all the same, because its executions may all have ended.
 */
export async function deliver(ctx: Ctx, escalation: Escalation): Promise<boolean> {
  const output = answerOf(escalation);
  if (!output) return false;
  if (hasEffect(escalation))
    await changeTask(ctx, escalation.task, (task) => effectOf(ctx, escalation, task));
  if (await ctx.workflows.answer(escalation.token, output)) return true;
  return output.decision === "resolved" || output.decision === "cleared"
    ? end(ctx, escalation, output)
    : false;
}

/** What Learn would do, which does it once, whoever else comes to it. */
async function end(ctx: Ctx, escalation: Escalation, answer: Answer): Promise<boolean> {
  const task = await ctx.store.tasks.get(escalation.task);
  if (!task || !isOpen(task) || isSuperseded(escalation, task)) return false;
  await learn(ctx, { task: task.id, answer });
  return true;
}

type Answer = NonNullable<BrokenState["answer"]>;

/** The answer that a resolved escalation gives to its waiting state: also to one that begins to wait after the answer came. */
export function answerOf(escalation: Escalation): Answer | undefined {
  const r = escalation.resolution;
  if (!r) return undefined;
  switch (r.kind) {
    case "human":
      return {
        decision: r.handedBack ? "retry" : "resolved",
        by: r.by,
        notes: r.notes,
        ...(r.action ? { action: r.action } : {}),
      };
    case "approved":
      return { decision: "approved", by: r.by, ...(r.warrant === undefined ? {} : { warrant: r.warrant }) };
    case "rejected":
    case "cleared":
    case "expired":
      return { decision: r.kind, by: r.by, notes: r.notes };
    default:
      return r.kind satisfies never;
  }
}

const hasEffect = ({ resolution }: Escalation): boolean =>
  resolution?.kind === "approved" || resolution?.kind === "rejected" || resolution?.handedBack === true;

function effectOf(
  ctx: Ctx,
  escalation: Escalation,
  task: Task,
): { task: Task; entries: AuditEntry[] } | undefined {
  const { resolution: r, action } = escalation;
  // Of a task that asks something else by now an answer changes nothing: least of all does it end what is asked.
  if (!r || !isOpen(task) || isSuperseded(escalation, task)) return undefined;
  const effect = (type: string, change: Partial<Task>) => {
    const isDone = task.audit.some((e) => e.type === type && e.data["escalation"] === escalation.id);
    if (isDone) return undefined;
    const data = { escalation: escalation.id, notes: r.notes };
    const entry = cutToRoom(task, { at: ctx.clock.now(), actor: r.by, type, data });
    return { task: { ...task, ...change }, entries: [entry] };
  };
  switch (r.kind) {
    case "approved":
      return effect("action.approved", { status: "working" });
    case "rejected":
      return effect("action.rejected", {
        tabu: action ? [...new Set([...task.tabu, actionKey(action)])] : task.tabu,
      });
    case "human":
      return r.handedBack ? effect("task.handed-back", { status: "working", phase: 1 }) : undefined;
    case "cleared":
    case "expired":
      return undefined;
    default:
      return r.kind satisfies never;
  }
}
