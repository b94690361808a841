import { digestSchema, type EventBus, type Notifier, recipientSchema, wallTime } from "@gradus/core";
import * as z from "zod";
import { MAIL_REQUESTED } from "../names.ts";

/** So many references fit into one event with room to spare (256 KB). */
const MOST_BUNDLED = 1_000;

/** What is to be told, by reference: who tells it reads the task and the escalation as they are then. */
export const mailRequestSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.enum(["escalated", "reminded", "resolved"]),
    task: z.string(),
    escalation: z.string(),
    /** How many reminders there were: tells two reminders of one escalation apart. */
    reminders: z.number(),
  }),
  z.object({
    kind: z.literal("bundled"),
    of: z.enum(["escalated", "reminded"]),
    /** Told of together, once, however often it is asked for: by the first of them and when it was. */
    all: z
      .array(z.object({ task: z.string(), escalation: z.string() }))
      .min(1)
      .max(MOST_BUNDLED),
    at: z.number(),
  }),
  /** A summary is of what was when it was made, and holds it. */
  z.object({ kind: z.literal("digest"), to: recipientSchema, digest: digestSchema }),
  z.object({ kind: z.literal("tested"), id: z.string(), by: z.string() }),
  z.object({ kind: z.literal("unwell"), id: z.string(), subject: z.string(), detail: z.string() }),
]);
export type MailRequest = z.infer<typeof mailRequestSchema>;

/** The name under which a message is sent once, however often it is asked for. */
export function nameOfRequest(request: MailRequest): string {
  switch (request.kind) {
    case "unwell":
    case "tested":
      return `mail/${request.kind}/${request.id}`;
    case "digest":
      return `mail/digest/${wallTime(request.digest.at, request.to.zone).date}`;
    case "bundled":
      return `mail/bundled/${request.all[0]?.escalation}/${request.of}/${request.at}`;
    case "escalated":
    case "reminded":
    case "resolved":
      return `mail/${request.escalation}/${request.kind}/${request.reminders}`;
    default:
      return request satisfies never;
  }
}

/**
 * Core's port to people: asks for mail on the bus. One function alone may send, with its own retries and dead-letter queue, and
 * no step of the workflow waits for SES. That the request was taken is what counts as told.
 */
export function requestMail(
  events: EventBus,
  { now, randomId }: { now: () => number; randomId: () => string },
): Notifier {
  const ask = (request: MailRequest): Promise<void> =>
    events.publish({ type: MAIL_REQUESTED, at: now(), actor: "gradus", data: { ...request } });
  const about =
    (kind: "escalated" | "reminded" | "resolved"): Notifier["escalated"] =>
    (escalation, task) =>
      ask({ kind, task: task.id, escalation: escalation.id, reminders: escalation.reminders });
  return {
    escalated: about("escalated"),
    reminded: about("reminded"),
    resolved: about("resolved"),
    bundled: async (of, all) => {
      const at = now();
      for (let from = 0; from < all.length; from += MOST_BUNDLED) {
        const part = all.slice(from, from + MOST_BUNDLED);
        const ids = part.map(({ task, escalation }) => ({ task: task.id, escalation: escalation.id }));
        await ask({ kind: "bundled", of, all: ids, at });
      }
    },
    digest: (to, digest) => ask({ kind: "digest", to, digest }),
    tested: (by) => ask({ kind: "tested", id: randomId(), by }),
    unwell: (subject, detail) => ask({ kind: "unwell", id: randomId(), subject, detail }),
  };
}
