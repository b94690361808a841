import type { Task } from "@gradus/core";
import { GradusError, isConflict, taskId, taskSchema } from "@gradus/core";
import type { StoreContext } from "../context.ts";
import { checkInput } from "../document.ts";
import { isNew, put } from "../operations.ts";
import { expireEvidence } from "./evidence.ts";
import { fit } from "./fit.ts";
import { stateOf } from "./row.ts";

function check(task: Task): Task {
  if (task.id !== taskId(task.fingerprint, task.generation)) {
    throw new GradusError("invalid_input", `task id "${task.id}" is not its fingerprint and generation`);
  }
  return checkInput(taskSchema, task, `task ${task.id}`);
}

export async function create(ctx: StoreContext, task: Task): Promise<boolean> {
  const { row } = await fit(ctx, { ...check(task), version: 1 });
  try {
    await put(ctx, row, isNew);
    return true;
  } catch (error) {
    if (isConflict(error)) return false;
    throw error;
  }
}

export async function save(ctx: StoreContext, task: Task): Promise<Task> {
  const next = { ...check(task), version: task.version + 1 };
  const fitted = await fit(ctx, next);
  await put(ctx, fitted.row, { expression: "v = :v", values: { ":v": task.version } });
  if (stateOf(task) === "closed") {
    // The task is saved: evidence that is kept for longer than it needs to be is no reason to call that a failure.
    await expireEvidence(ctx, task.id, task.closedAt ?? task.updatedAt).catch(() => undefined);
  }
  return fitted.task;
}
