import type { MailMessage } from "@gradus/core";
import MailComposer from "nodemailer/lib/mail-composer";

/** A message as RFC 5322 text. */
export function compose(from: string, message: MailMessage, at: number): Promise<Buffer> {
  const { "In-Reply-To": inReplyTo, References: references, ...headers } = message.headers;
  return new MailComposer({
    from,
    to: message.to,
    subject: message.subject,
    text: message.text,
    html: message.html,
    date: new Date(at),
    headers,
    ...(inReplyTo === undefined ? {} : { inReplyTo }),
    ...(references === undefined ? {} : { references }),
  })
    .compile()
    .build();
}
