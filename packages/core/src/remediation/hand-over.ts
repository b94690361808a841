import { deliver } from "../escalation/deliver.ts";
import { isOpenEscalation } from "../escalation/schema.ts";
import { isOpen, isWaiting } from "../task/predicates.ts";
import type { Context } from "./context.ts";
import { escalate } from "./escalate.ts";
import { awaitHuman } from "./wait.ts";

/**
 * A task that no execution brings to an end becomes a question to people, as any other: they resolve it or hand it back, and
 * their answer takes effect although nothing waits for it. Done again, it asks once.
 */
export async function handOver(ctx: Context, id: string, tries: number): Promise<void> {
  const task = await ctx.store.tasks.get(id);
  if (!task || !isOpen(task)) return;
  const asked = task.escalation === undefined ? undefined : await ctx.store.escalations.get(task.escalation);
  if (isWaiting(task) && asked) {
    if (isOpenEscalation(asked)) return;
    await deliver(ctx, asked);
    // Nobody answered, or said no: people are asked for help then.
    if (asked.resolution?.kind !== "expired" && asked.resolution?.kind !== "rejected") return;
  }
  const fault = {
    Error: "Gradus gave up",
    Cause: `it was started ${tries} times, and each time ended without closing this task; its timeline says what failed`,
  };
  const state = await escalate(ctx, { task: id, fault });
  await awaitHuman(ctx, { state, token: `ended/${id}/${tries}` });
}
