import type { MailMessage, Recipient } from "@gradus/core";
import { oneLine } from "./clean.ts";
import type { MailContext } from "./context.ts";
import { envelope } from "./envelope.ts";

/** Gradus itself has a problem. */
export const unwellMail = (
  ctx: MailContext,
  of: { subject: string; detail: string; to: Recipient },
): MailMessage =>
  envelope(ctx, {
    to: of.to,
    subject: `[Gradus] unwell: ${of.subject}`,
    letter: {
      kicker: "Gradus · about itself",
      status: oneLine(of.subject),
      sections: [{ heading: "What is known", lines: of.detail.split("\n").map(oneLine) }],
      links: [
        { label: "Open the page", url: `${ctx.baseUrl()}/`, note: "how things stand now", look: "plain" },
      ],
      details: [],
    },
  });
