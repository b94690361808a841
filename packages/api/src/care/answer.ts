import {
  type Cared,
  type Caring,
  type Context,
  type Escalation,
  GradusError,
  handBack,
  isOpen,
  resolveEscalation,
  type Task,
} from "@gradus/core";
import { escalationOfTask, taskOf } from "../routes/shape.ts";

/**
 * Answers what a task asks people: it is dealt with ("resolve"), or Gradus looks again ("retry"). The same answer again changes
 * nothing. A task that asks nothing, or was answered otherwise, is a "conflict".
 */
export async function answer(
  ctx: Context,
  { id, by, notes, verb }: Caring & { notes: string; verb: "resolve" | "retry" },
): Promise<Cared> {
  const task = await taskOf(ctx, id);
  const asked = await escalationOfTask(ctx, task);
  if (!asked) throw nothingAsked(task);
  const settle = verb === "resolve" ? resolveEscalation : handBack;
  const { escalation, first } = await settle(ctx, { id: asked.id, by, notes });
  if (!first && !says(escalation, verb)) throw nothingAsked(task, escalation);
  return { task: await taskOf(ctx, id), changed: first };
}

const says = ({ resolution }: Escalation, verb: "resolve" | "retry"): boolean =>
  resolution?.kind === "human" && (resolution.handedBack === true) === (verb === "retry");

function nothingAsked(task: Task, answered?: Escalation): GradusError {
  const who = answered?.resolution?.by.replace(/^human:/, "");
  const since = who === undefined ? "" : ` ${who} answered it before.`;
  return new GradusError(
    "conflict",
    isOpen(task)
      ? `Task ${task.id} asks nobody for anything.${since} Gradus is at work on it: wait until it asks, or pause its target.`
      : `Task ${task.id} is closed (${task.status}): there is nothing to answer.${since} If the fault is back, a new task is opened for it.`,
  );
}
