import {
  type Context,
  type Told,
  hasAnswered,
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
  /** Called after a message about tasks, with all who got it. */
  told?: (told: Told) => Promise<void>;
}

/** Mail as the way to people. Throws where a message could not be sent, when all others were. */
export function createNotifier(options: NotifierOptions): Notifier {
  const send = async (message: MailMessage): Promise<void> => {
    try {
      await options.mailer.send(message);
    } catch (error) {
      options.log("error", "a message could not be sent: look at the page instead", {
        subject: message.subject,
        error: messageOf(error),
      });
      throw error;
    }
  };
  /** One who cannot be written to keeps no other from being told; `told` hears of those who were. */
  const each = async (
    recipients: readonly Recipient[],
    make: (recipient: Recipient) => MailMessage,
    told: (to: readonly string[]) => Promise<void> = () => Promise.resolve(),
  ): Promise<void> => {
    const to: string[] = [];
    const failures: unknown[] = [];
    for (const recipient of recipients) {
      try {
        await send(make(recipient));
        to.push(recipient.address);
      } catch (error) {
        failures.push(error);
      }
    }
    await told(to);
    if (failures.length > 0) throw failures[0];
  };
  const all = async (kind: MessageKind, make: (recipient: Recipient) => MailMessage): Promise<void> =>
    each(await options.to(kind), make);
  const about = async (
    message: Told["message"],
    tasks: Told["all"],
    make: (recipient: Recipient) => MailMessage,
  ): Promise<void> => {
    const recipients = (await options.to(message)).filter(
      (to) => message !== "resolved" || !tasks.some(({ escalation }) => hasAnswered(escalation, to)),
    );
    await each(recipients, make, async (to) => options.told?.({ message, all: tasks, to }));
  };
  const { mail } = options;
  return {
    escalated: (escalation, task) =>
      about("escalated", [{ escalation, task }], (to) => escalationMail(mail, { escalation, task, to })),
    reminded: (escalation, task) =>
      about("reminded", [{ escalation, task }], (to) => reminderMail(mail, { escalation, task, to })),
    resolved: (escalation, task) =>
      about("resolved", [{ escalation, task }], (to) => resolvedMail(mail, { escalation, task, to })),
    bundled: (kind, tasks) => about(kind, tasks, (to) => bundleMail(mail, { kind, all: tasks, to })),
    digest: (to, digest) => send(digestMail(mail, { digest, to })),
    tested: (by) => all("tested", (to) => testedMail(mail, { by, to })),
    unwell: (subject, detail) => all("unwell", (to) => unwellMail(mail, { subject, detail, to })),
  };
}
