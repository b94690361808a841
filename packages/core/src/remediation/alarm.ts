import type { Context } from "./context.ts";
import type { BrokenState } from "./state.ts";

/** The last way out: escalation or closing itself failed. Log, event and message, each tried on its own, so that one that fails does not silence the others. */
export async function alarm(
  ctx: Pick<Context, "notify" | "events" | "clock" | "log">,
  state: BrokenState,
): Promise<BrokenState> {
  const detail =
    `Task ${state.task} could not be escalated or closed: ${state.fault?.Error ?? "unknown"} ${state.fault?.Cause ?? ""}`.slice(
      0,
      1_000,
    );
  ctx.log("error", detail, { task: state.task });
  const tries = await Promise.allSettled([
    ctx.notify.unwell("Gradus could not escalate a task", detail),
    ctx.events.publish({
      type: "gradus.unwell",
      at: ctx.clock.now(),
      actor: "gradus",
      data: { task: state.task, detail },
    }),
  ]);
  for (const t of tries)
    if (t.status === "rejected") ctx.log("error", "an alarm could not be sent", { error: String(t.reason) });
  return { task: state.task };
}
