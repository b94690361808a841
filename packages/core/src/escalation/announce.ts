import { messageOf } from "../error/error.ts";
import type { Context } from "../remediation/context.ts";
import { deliver } from "./deliver.ts";
import type { Escalation } from "./schema.ts";

type Ctx = Pick<Context, "store" | "crypto" | "clock" | "workflows" | "events" | "notify" | "log">;

/**
 * Tells all that wait for an answer: the waiting state, who listens to events, and people. The answer is kept already, so what
 * fails is logged, and keeps the others from nothing; the next round of reminders delivers what was not delivered.
 */
export async function announce(ctx: Ctx, escalation: Escalation): Promise<void> {
  const each = (what: string, work: () => Promise<void>) => tried(ctx, escalation, what, work);
  await each("could not be delivered; the next round tries again", async () => {
    if (await deliver(ctx, escalation)) return;
    const what = "the waiting state was not there; the answer is kept and used when it waits again";
    ctx.log("warn", what, { escalation: escalation.id });
  });
  await each("its event could not be published", () =>
    ctx.events.publish({
      type: "escalation.resolved",
      at: ctx.clock.now(),
      actor: escalation.resolution?.by ?? "gradus",
      data: {
        escalation: escalation.id,
        task: escalation.task,
        target: escalation.target,
        kind: escalation.resolution?.kind ?? "human",
      },
    }),
  );
  await tellEnd(ctx, escalation);
}

/**
 * Those who were told of it by a message of its own learn how it ended. A request for approval that nobody answered is followed
 * by another message, which says so. Never throws.
 */
export async function tellEnd(
  ctx: Pick<Context, "store" | "notify" | "log">,
  escalation: Escalation,
): Promise<void> {
  if (escalation.toldAt === undefined || escalation.bundled) return;
  if (escalation.kind === "approval" && escalation.resolution?.kind === "expired") return;
  await tried(ctx, escalation, "people could not be told of it", async () => {
    const task = await ctx.store.tasks.get(escalation.task);
    if (task) await ctx.notify.resolved(escalation, task);
  });
}

async function tried(
  ctx: Pick<Context, "log">,
  escalation: Escalation,
  what: string,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    const why = { escalation: escalation.id, error: messageOf(error) };
    ctx.log("error", `an answer is kept, but ${what}`, why);
  }
}
