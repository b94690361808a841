import { type Context, openTask, type Opened } from "@gradus/core";
import type { Raised } from "./alarm.ts";

type Ctx = Pick<
  Context,
  "store" | "crypto" | "clock" | "targets" | "workflows" | "events" | "log" | "diagnostics"
>;

/** Opens a task for each signal that came as an event. Delivered twice, it opens one. */
export async function raise(ctx: Ctx, raised: readonly Raised[]): Promise<Opened[]> {
  const opened: Opened[] = [];
  for (const { target, signal } of raised)
    opened.push(
      await openTask(ctx, {
        target,
        signal,
        related: [],
        firstSeenAt: signal.at,
        diagnostics: () => ctx.diagnostics.run(target, ["drift", "release"]),
      }),
    );
  return opened;
}
