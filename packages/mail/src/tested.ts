import { type MailMessage, type Recipient, timeIn } from "@gradus/core";
import type { MailContext } from "./context.ts";
import { envelope } from "./envelope.ts";
import { person } from "./words.ts";

/** Somebody wants to know whether mail arrives. */
export const testedMail = (ctx: MailContext, { by, to }: { by: string; to: Recipient }): MailMessage =>
  envelope(ctx, {
    to,
    subject: "[Gradus] test message",
    letter: {
      kicker: "Gradus · test message",
      status: "This is a test: mail from Gradus reaches you.",
      sections: [
        {
          heading: "Who asked for it",
          lines: [`${person(by)}, ${timeIn(to.zone, ctx.now())}`],
        },
        {
          heading: "What comes this way otherwise",
          lines: [
            "Tasks that need somebody, and requests for approval; reminders until somebody answers; each morning a summary.",
          ],
        },
      ],
      links: [
        { label: "Open the page", url: `${ctx.baseUrl()}/`, note: "how things stand now", look: "plain" },
      ],
      details: [],
    },
  });
