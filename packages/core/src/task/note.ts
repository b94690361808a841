import { GradusError } from "../error/error.ts";
import type { Context } from "../remediation/context.ts";
import type { Cared, Caring } from "./care.ts";
import { changeTask } from "./change.ts";
import { withinRoom } from "./room.ts";
import type { Task } from "./schema.ts";

/** Characters of all notes of a task together: words of people must never make a task too large for Gradus to save. */
const MOST_NOTED = 50_000;

/**
 * A person's words (at most 10,000 characters) on a task's chain, open or closed. With a `key` the same note of the same person is written once,
 * however often it comes. Throws "limit" when the task has enough of them.
 */
export async function addNote(
  ctx: Pick<Context, "store" | "crypto" | "clock" | "events">,
  { id, by, notes, key }: Caring & { notes: string; key?: string | undefined },
): Promise<Cared> {
  const at = ctx.clock.now();
  const type = "task.noted";
  let changed = false;
  const task = await changeTask(ctx, id, (current) => {
    const noted = notesOf(current);
    changed = key === undefined || !noted.some((e) => e.actor === by && e.data["key"] === key);
    if (!changed) return undefined;
    const length = noted.reduce((sum, e) => sum + String(e.data["notes"]).length, notes.length);
    if (length > MOST_NOTED)
      throw new GradusError(
        "limit",
        `Task ${id} has no room for this note: all its notes together may have ${MOST_NOTED} characters. Keep longer texts elsewhere, and note where.`,
      );
    const data = { notes, ...(key === undefined ? {} : { key }) };
    return { task: current, entries: [withinRoom(current, { at, actor: by, type, data })] };
  });
  // The words stay with the task: listeners need to know only that there are some.
  if (changed) await ctx.events.publish({ type, at, actor: by, data: { task: id, target: task.target } });
  return { task, changed };
}

const notesOf = (task: Task): Task["audit"] => task.audit.filter((e) => e.type === "task.noted");
