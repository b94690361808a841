import { type Context, GradusError, type Notifier } from "@gradus/core";
import type { Once } from "@gradus/store";
import { type MailRequest, nameOfRequest } from "./request.ts";

interface SendOptions {
  store: Pick<Context["store"], "tasks" | "escalations">;
  once: Once;
  recipients: readonly string[];
  /** The one that really sends, to one person. Throws when a message was not taken. */
  notify: (recipient: string) => Notifier;
}

/**
 * Sends what was asked for, to each recipient once, however often it is asked. One who cannot be reached keeps no other from
 * being told. Throws what should be tried again: the event is delivered anew, and only those who were not told are.
 */
export async function sendMail(options: SendOptions, request: MailRequest): Promise<void> {
  const { once, recipients, notify } = options;
  const about = request.kind === "unwell" ? undefined : await subjectOf(options, request);
  const tell = (by: Notifier): Promise<void> => {
    if (request.kind === "unwell") return by.unwell(request.subject, request.detail);
    if (!about) throw new GradusError("internal", "a message about nothing");
    return by[request.kind](about.escalation, about.task);
  };
  const told = await Promise.allSettled(
    recipients.map((to) => once.run(`${nameOfRequest(request)}/${to}`, () => tell(notify(to)))),
  );
  const failed = told.find((t) => t.status === "rejected");
  if (failed) throw failed.reason;
}

async function subjectOf(
  { store }: SendOptions,
  request: Exclude<MailRequest, { kind: "unwell" }>,
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
