import {
  type Context,
  type Escalation,
  GradusError,
  hasAnswered,
  type MessageKind,
  type Notifier,
  type Once,
  type Recipient,
  recipientsOf,
  type Task,
  type Told,
} from "@gradus/core";
import { hasBounced } from "../signals/bounce.ts";
import { type MailRequest, nameOfRequest } from "./request.ts";

interface SendOptions {
  store: Pick<Context["store"], "tasks" | "escalations" | "settings">;
  once: Once;
  recipients: readonly Recipient[];
  /** The one that really sends, to one person. Throws when a message was not taken. */
  notify: (recipient: Recipient) => Notifier;
  /** Called after a message about tasks, with all who got it now. */
  told?: (told: Told) => Promise<void>;
}

/**
 * Sends what was asked for, to each recipient who has not left, once, however often it is asked. One who cannot be reached keeps
 * no other from being told. Throws what should be tried again: the event is delivered anew, and only those who were not told
 * are. Gives how many are told.
 */
export async function sendMail(options: SendOptions, request: MailRequest): Promise<number> {
  const { once, notify } = options;
  const [{ tell, all }, settings] = await Promise.all([
    tellerOf(options, request),
    options.store.settings.read(),
  ]);
  const asked = request.kind === "digest" ? [request.to] : options.recipients;
  const kind = kindOf(request);
  const recipients = reachable(kind, all, recipientsOf(kind, asked, settings));
  const told = await Promise.allSettled(
    recipients.map((to) => once.run(`${nameOfRequest(request)}/${to.address}`, () => tell(notify(to)))),
  );
  const to = recipients.flatMap(({ address }, n) => {
    const result = told[n];
    return result?.status === "fulfilled" && result.value === "done" ? [address] : [];
  });
  if (isAboutTasks(kind)) await options.told?.({ message: kind, all, to });
  const failed = told.find((t) => t.status === "rejected");
  if (failed) throw failed.reason;
  return recipients.length;
}

/**
 * How it ended is not told to who ended it. That mail to somebody comes back is told to the others: a message about it to them would come back as well, and be told
 * again, for ever. Where nobody else is there the first message is tried all the same.
 */
function reachable(
  kind: MessageKind,
  all: readonly About[],
  recipients: readonly Recipient[],
): readonly Recipient[] {
  const [first] = all;
  if (!first) return recipients;
  if (kind === "resolved")
    return recipients.filter((to) => !hasBounced(first.task, to) && !hasAnswered(first.escalation, to));
  const others = recipients.filter((to) => !all.every(({ task }) => hasBounced(task, to)));
  return others.length === 0 && kind === "escalated" ? recipients : others;
}

const kindOf = (request: MailRequest): MessageKind =>
  request.kind === "bundled" ? request.of : request.kind;

interface Teller {
  tell: (by: Notifier) => Promise<void>;
  /** What it tells of. */
  all: readonly About[];
}

interface About {
  task: Task;
  escalation: Escalation;
}

const isAboutTasks = (kind: MessageKind): kind is Told["message"] =>
  kind === "escalated" || kind === "reminded" || kind === "resolved";

async function tellerOf(options: SendOptions, request: MailRequest): Promise<Teller> {
  switch (request.kind) {
    case "unwell":
      return { tell: (by) => by.unwell(request.subject, request.detail), all: [] };
    case "digest":
      return { tell: (by) => by.digest(request.to, request.digest), all: [] };
    case "tested":
      return { tell: (by) => by.tested(request.by), all: [] };
    case "bundled": {
      const all = await Promise.all(request.all.map((one) => subjectOf(options, one)));
      return { tell: (by) => by.bundled(request.of, all), all };
    }
    case "escalated":
    case "reminded":
    case "resolved": {
      const { escalation, task } = await subjectOf(options, request);
      return { tell: (by) => by[request.kind](escalation, task), all: [{ escalation, task }] };
    }
    default:
      return request satisfies never;
  }
}

async function subjectOf(
  { store }: SendOptions,
  request: { task: string; escalation: string },
): Promise<About> {
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
