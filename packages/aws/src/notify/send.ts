import {
  type Context,
  GradusError,
  type MessageKind,
  type Notifier,
  type Once,
  type Recipient,
  recipientsOf,
} from "@gradus/core";
import { type MailRequest, nameOfRequest } from "./request.ts";

interface SendOptions {
  store: Pick<Context["store"], "tasks" | "escalations" | "settings">;
  once: Once;
  recipients: readonly Recipient[];
  /** The one that really sends, to one person. Throws when a message was not taken. */
  notify: (recipient: Recipient) => Notifier;
}

/**
 * Sends what was asked for, to each recipient who has not left, once, however often it is asked. One who cannot be reached keeps
 * no other from being told. Throws what should be tried again: the event is delivered anew, and only those who were not told
 * are. Gives how many are told.
 */
export async function sendMail(options: SendOptions, request: MailRequest): Promise<number> {
  const { once, notify } = options;
  const [tell, settings] = await Promise.all([tellerOf(options, request), options.store.settings.read()]);
  const asked = request.kind === "digest" ? [request.to] : options.recipients;
  const recipients = recipientsOf(kindOf(request), asked, settings);
  const told = await Promise.allSettled(
    recipients.map((to) => once.run(`${nameOfRequest(request)}/${to.address}`, () => tell(notify(to)))),
  );
  const failed = told.find((t) => t.status === "rejected");
  if (failed) throw failed.reason;
  return recipients.length;
}

const kindOf = (request: MailRequest): MessageKind =>
  request.kind === "bundled" ? request.of : request.kind;

async function tellerOf(
  options: SendOptions,
  request: MailRequest,
): Promise<(by: Notifier) => Promise<void>> {
  switch (request.kind) {
    case "unwell":
      return (by) => by.unwell(request.subject, request.detail);
    case "digest":
      return (by) => by.digest(request.to, request.digest);
    case "tested":
      return (by) => by.tested(request.by);
    case "bundled": {
      const all = await Promise.all(request.all.map((one) => subjectOf(options, one)));
      return (by) => by.bundled(request.of, all);
    }
    case "escalated":
    case "reminded":
    case "resolved": {
      const { escalation, task } = await subjectOf(options, request);
      return (by) => by[request.kind](escalation, task);
    }
    default:
      return request satisfies never;
  }
}

async function subjectOf(
  { store }: SendOptions,
  request: { task: string; escalation: string },
): Promise<{ task: Parameters<Notifier["escalated"]>[1]; escalation: Parameters<Notifier["escalated"]>[0] }> {
  const [task, escalation] = await Promise.all([
    store.tasks.get(request.task),
    store.escalations.get(request.escalation),
  ]);
  if (task && escalation) return { task, escalation };
  throw new GradusError(
    "not_found",
    `there is no task ${request.task} with escalation ${request.escalation}`,
  );
}
