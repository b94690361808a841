import { type Context, leaveMail, rejoinMail, type Settings } from "@gradus/core";
import { change } from "./change.ts";

/** Somebody wants no more mail, or wants it again (or `by` wants that for them); who has that already changes nothing. */
export function switchMail(
  ctx: Pick<Context, "store" | "clock" | "events" | "log">,
  input: { recipient: string; wanted: boolean; by?: string },
): Promise<Settings> {
  const { recipient, wanted, by = `human:${recipient}` } = input;
  const at = ctx.clock.now();
  return change(
    ctx,
    (settings) => (wanted ? rejoinMail(settings, recipient) : leaveMail(settings, recipient, at)),
    () => ({
      at,
      actor: by,
      type: wanted ? "mail.rejoined" : "mail.left",
      data: { recipient },
    }),
  );
}
