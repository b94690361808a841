import { messageOf } from "../error/error.ts";
import type { Context } from "../remediation/context.ts";
import { changeTask } from "../task/change.ts";
import type { Task } from "../task/schema.ts";
import type { Escalation } from "./schema.ts";

/** A message about tasks, as it was sent. */
export interface Told {
  message: "escalated" | "reminded" | "resolved";
  /** More than one: they were told of together. */
  all: ReadonlyArray<{ escalation: Escalation; task: Pick<Task, "id"> }>;
  /** Addresses. */
  to: readonly string[];
}

const TYPE = "mail.sent";
/** A task that waits for a year must not grow with each reminder. */
const MOST_REMINDERS = 100;
const AT_ONCE = 10;

/** The story of a task tells of each message: what it was, and who got it. Never throws: it was sent whatever is noted. */
export async function noteTold(
  ctx: Pick<Context, "store" | "crypto" | "clock" | "log">,
  told: Told,
): Promise<void> {
  const { message, all, to } = told;
  if (to.length === 0) return;
  const note = async ({ escalation, task }: Told["all"][number]): Promise<void> => {
    const data = {
      message,
      ...(message === "reminded" ? { reminder: escalation.reminders } : {}),
      to,
      ...(all.length > 1 ? { together: all.length } : {}),
      escalation: escalation.id,
    };
    try {
      await changeTask(ctx, task.id, (current) => {
        if (message === "reminded" && remindersOf(current) >= MOST_REMINDERS) return undefined;
        return { task: current, entries: [{ at: ctx.clock.now(), actor: "gradus", type: TYPE, data }] };
      });
    } catch (error) {
      const why = { task: task.id, message, error: messageOf(error) };
      ctx.log("warn", "a message was sent, and its task's history does not say so", why);
    }
  };
  for (let from = 0; from < all.length; from += AT_ONCE)
    await Promise.all(all.slice(from, from + AT_ONCE).map(note));
}

const remindersOf = (task: Task): number =>
  task.audit.filter((e) => e.type === TYPE && e.data["message"] === "reminded").length;
