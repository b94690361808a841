import {
  type Context,
  type Escalation,
  type Mailer,
  type MailMessage,
  type MessageKind,
  messageOf,
  type Notifier,
  type Recipient,
} from "@gradus/core";
import { bundleMail } from "./bundle.ts";
import type { MailContext } from "./context.ts";
import { digestMail } from "./digest.ts";
import { escalationMail, reminderMail, resolvedMail } from "./escalation.ts";
import { testedMail } from "./tested.ts";
import { unwellMail } from "./unwell.ts";

interface NotifierOptions {
  mailer: Mailer;
  mail: MailContext;
  /** Who gets a message of a kind. */
  to: (kind: MessageKind) => Promise<readonly Recipient[]>;
  log: Context["log"];
  /** Where sending is the work itself, and is tried again: a message that cannot be sent throws. */
  strict?: boolean;
}

/** Mail as the way to people. A message that cannot be sent is logged as an error and, unless strict, never stops the work it reports on. */
export function createNotifier(options: NotifierOptions): Notifier {
  const send = async (message: MailMessage): Promise<void> => {
    try {
      await options.mailer.send(message);
    } catch (error) {
      options.log("error", "a message could not be sent: look at the page instead", {
        subject: message.subject,
        error: messageOf(error),
      });
      if (options.strict) throw error;
    }
  };
  const each = async (
    kind: MessageKind,
    make: (recipient: Recipient) => MailMessage,
    wants: (recipient: Recipient) => boolean = () => true,
  ): Promise<void> => {
    let failure: { error: unknown } | undefined;
    // One who cannot be written to keeps no other from being told.
    for (const recipient of (await options.to(kind)).filter(wants))
      await send(make(recipient)).catch((error: unknown) => (failure ??= { error }));
    if (failure) throw failure.error;
  };
  const { mail } = options;
  return {
    escalated: (escalation, task) =>
      each("escalated", (to) => escalationMail(mail, { escalation, task, to })),
    reminded: (escalation, task) => each("reminded", (to) => reminderMail(mail, { escalation, task, to })),
    resolved: (escalation, task) =>
      each(
        "resolved",
        (to) => resolvedMail(mail, { escalation, task, to }),
        (to) => !hasAnswered(escalation, to),
      ),
    bundled: (kind, all) => each(kind, (to) => bundleMail(mail, { kind, all, to })),
    digest: (to, digest) => send(digestMail(mail, { digest, to })),
    tested: (by) => each("tested", (to) => testedMail(mail, { by, to })),
    unwell: (subject, detail) => each("unwell", (to) => unwellMail(mail, { subject, detail, to })),
  };
}

/** Who gave the answer knows it. */
const hasAnswered = ({ resolution }: Escalation, { address }: Recipient): boolean =>
  resolution?.by.toLowerCase() === `human:${address.toLowerCase()}`;
