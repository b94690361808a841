import type { MailMessage, Recipient } from "@gradus/core";
import { address, headerId, headerText, oneLine } from "./clean.ts";
import type { MailContext } from "./context.ts";
import { toHtml } from "./html.tsx";
import type { Draft, Letter } from "./letter.ts";
import { toText } from "./text.ts";

interface Envelope {
  to: Recipient;
  subject: string;
  task?: string;
  /** The footer says who got it, whose times these are, and how to stop it; `footer` is what else is to be said there. */
  letter: Draft;
}

/**
 * The finished message. All mail about one task has one subject and one thread. Mail programs show the way out of all of it
 * (RFC 2369) and take it with one click (RFC 8058).
 */
export function envelope(ctx: MailContext, of: Envelope): MailMessage {
  const task = of.task === undefined ? undefined : headerId(of.task);
  const about = `Gradus sent this to ${oneLine(of.to.address)}. Times are in ${of.to.zone}.`;
  const leave = { label: "Stop mail from Gradus", url: ctx.links.unsubscribe(of.to.address) };
  const letter: Letter = { ...of.letter, footer: [about, of.letter.footer ?? ""].join(" ").trim(), leave };
  return {
    to: [address(of.to.address)],
    subject: headerText(of.subject),
    text: toText(letter),
    html: toHtml(letter),
    headers: {
      "List-Id": "Gradus <alerts.gradus>",
      "List-Unsubscribe": `<${leave.url}>`,
      "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
      "Auto-Submitted": "auto-generated",
      ...(task === undefined ? {} : { References: `<task-${task}@gradus>`, "X-Gradus-Task": task }),
    },
  };
}
