import type { MailMessage } from "@gradus/core";
import { address, headerId, headerText } from "./clean.ts";
import { toHtml } from "./html.tsx";
import type { Letter } from "./letter.ts";
import { toText } from "./text.ts";

/** The finished message. All mail about one task has one subject and one thread. */
export function envelope(of: { to: string; subject: string; task?: string; letter: Letter }): MailMessage {
  const task = of.task === undefined ? undefined : headerId(of.task);
  return {
    to: [address(of.to)],
    subject: headerText(of.subject),
    text: toText(of.letter),
    html: toHtml(of.letter),
    headers: {
      "List-Id": "Gradus <alerts.gradus>",
      "Auto-Submitted": "auto-generated",
      ...(task === undefined ? {} : { References: `<task-${task}@gradus>`, "X-Gradus-Task": task }),
    },
  };
}
