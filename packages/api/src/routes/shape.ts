import { type Context, type Escalation, GradusError, type Task } from "@gradus/core";
import type { EscalationView } from "../views/escalation.ts";

export function viewOf({ token: _token, ...escalation }: Escalation): EscalationView {
  return escalation;
}

export async function taskOf(ctx: Pick<Context, "store">, id: string): Promise<Task> {
  const task = await ctx.store.tasks.get(id);
  if (!task) throw new GradusError("not_found", `There is no task ${id}.`);
  return task;
}

export async function escalationOf(ctx: Pick<Context, "store">, id: string): Promise<Escalation> {
  const escalation = await ctx.store.escalations.get(id);
  if (!escalation) throw new GradusError("not_found", `There is no escalation ${id}.`);
  return escalation;
}

/** The escalation a task waits or waited for, if it ever came to a person. */
export async function escalationOfTask(
  ctx: Pick<Context, "store">,
  task: Task,
): Promise<Escalation | undefined> {
  return task.escalation === undefined ? undefined : ctx.store.escalations.get(task.escalation);
}

/** Engine events without the tokens of waiting states: who has one can answer in a person's place. */
export function withoutTokens(history: unknown[]): unknown[] {
  return history.map(
    (event) =>
      JSON.parse(
        JSON.stringify(event, (key, value: unknown) =>
          /^(task)?token$/i.test(key)
            ? "[hidden]"
            : typeof value === "string"
              ? value.replace(/("(?:task)?token"\s*:\s*")[^"]*"/gi, '$1[hidden]"')
              : value,
        ) ?? "null",
      ) as unknown,
  );
}
