import * as z from "zod";
import { GradusError } from "../error/error.ts";
import type { Context } from "../remediation/context.ts";
import { changeTask } from "./change.ts";
import { isOpen } from "./predicates.ts";
import { withinRoom } from "./room.ts";
import type { Care, Task } from "./schema.ts";

type Ctx = Pick<Context, "store" | "crypto" | "clock" | "events">;

/** Whom a task can be given to: "human:ada@example.org". */
export const assigneeSchema = z
  .string()
  .max(200)
  .regex(/^human:\S.*$/, 'must be a person, as in "human:ada@example.org"');

const LONGEST_SNOOZE_DAYS = 30;
const DAY_MS = 86_400_000;

/** Which task, and who does it. */
export interface Caring {
  id: string;
  by: string;
}

export interface Cared {
  task: Task;
  /** False where it was so already: then nothing was written. */
  changed: boolean;
}

/*
 * Care for an open task: one conditional write each, with an event on the task's own chain. Each verb below gives back the very
 * same object where there is nothing to change, so that what is delivered twice is written once. A task that is closed is a
 * "conflict", and one on which people did more than a row has room for is at its "limit".
 */

/** Somebody has seen it and sees to it. The first one stays. */
export const acknowledge = (ctx: Ctx, { id, by }: Caring): Promise<Cared> =>
  careFor(ctx, { id, by, type: "task.acknowledged" }, (care, at) =>
    care.acknowledged ? care : { ...care, acknowledged: { by, at } },
  );

export const unacknowledge = (ctx: Ctx, { id, by }: Caring): Promise<Cared> =>
  careFor(ctx, { id, by, type: "task.unacknowledged" }, (care) => {
    if (!care.acknowledged) return care;
    const { acknowledged: _ended, ...rest } = care;
    return rest;
  });

/** Reminds nobody before `until` (epoch ms, at most 30 days from now). Another time takes the place of the one before. */
export async function snooze(ctx: Ctx, { id, by, until }: Caring & { until: number }): Promise<Cared> {
  checkSnooze(ctx.clock.now(), until);
  return careFor(ctx, { id, by, type: "task.snoozed", data: { until } }, (care, at) =>
    care.snoozed?.until === until ? care : { ...care, snoozed: { until, by, at } },
  );
}

export const unsnooze = (ctx: Ctx, { id, by }: Caring): Promise<Cared> =>
  careFor(ctx, { id, by, type: "task.unsnoozed" }, (care) => {
    if (!care.snoozed) return care;
    const { snoozed: _ended, ...rest } = care;
    return rest;
  });

export const assign = (ctx: Ctx, { id, by, assignee }: Caring & { assignee: string }): Promise<Cared> =>
  careFor(ctx, { id, by, type: "task.assigned", data: { assignee } }, (care) =>
    care.assignee === assignee ? care : { ...care, assignee },
  );

export const unassign = (ctx: Ctx, { id, by }: Caring): Promise<Cared> =>
  careFor(ctx, { id, by, type: "task.unassigned" }, (care) => {
    if (care.assignee === undefined) return care;
    const { assignee: _ended, ...rest } = care;
    return rest;
  });

/** Throws "invalid_input" for an end of a snooze that is not in the future, or too far in it. */
export function checkSnooze(now: number, until: number): void {
  if (until > now && until <= now + LONGEST_SNOOZE_DAYS * DAY_MS) return;
  throw new GradusError(
    "invalid_input",
    `until: must be in the future, and at most ${LONGEST_SNOOZE_DAYS} days from now`,
  );
}

async function careFor(
  ctx: Ctx,
  { id, by, type, data = {} }: Caring & { type: string; data?: Record<string, unknown> },
  next: (care: Care, at: number) => Care,
): Promise<Cared> {
  const at = ctx.clock.now();
  let changed = false;
  const task = await changeTask(ctx, id, (current) => {
    if (!isOpen(current))
      throw new GradusError(
        "conflict",
        `Task ${id} is closed (${current.status}): only an open task can be cared for. A note can still be added.`,
      );
    const { care = {}, ...rest } = current;
    const after = next(care, at);
    changed = after !== care;
    if (!changed) return undefined;
    const isEmpty = Object.keys(after).length === 0;
    return {
      task: isEmpty ? rest : { ...rest, care: after },
      entries: [withinRoom(current, { at, actor: by, type, data })],
    };
  });
  if (changed)
    await ctx.events.publish({ type, at, actor: by, data: { task: id, target: task.target, ...data } });
  return { task, changed };
}
