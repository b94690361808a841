import type { MailMessage, Recipient } from "@gradus/core";
import { address, headerId, headerText, oneLine } from "./clean.ts";
import { toHtml } from "./html.tsx";
import type { Letter } from "./letter.ts";
import { toText } from "./text.ts";

interface Envelope {
  to: Recipient;
  subject: string;
  task?: string;
  /** Its footer says who got it, and whose times these are; `footer` is what else is to be said there. */
  letter: Omit<Letter, "footer"> & { footer?: string };
}

/** The finished message. All mail about one task has one subject and one thread. */
export function envelope(of: Envelope): MailMessage {
  const task = of.task === undefined ? undefined : headerId(of.task);
  const about = `Gradus sent this to ${oneLine(of.to.address)}. Times are in ${of.to.zone}.`;
  const letter: Letter = { ...of.letter, footer: [about, of.letter.footer ?? ""].join(" ").trim() };
  return {
    to: [address(of.to.address)],
    subject: headerText(of.subject),
    text: toText(letter),
    html: toHtml(letter),
    headers: {
      "List-Id": "Gradus <alerts.gradus>",
      "Auto-Submitted": "auto-generated",
      ...(task === undefined ? {} : { References: `<task-${task}@gradus>`, "X-Gradus-Task": task }),
    },
  };
}
