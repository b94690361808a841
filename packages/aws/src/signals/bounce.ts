import type { Observation, Recipient, Task } from "@gradus/core";
import { signalOf } from "@gradus/detectors";
import * as z from "zod";
import { SELF } from "../registry/registry.ts";
import type { Raised } from "./alarm.ts";

/** What SES tells EventBridge of a message that was not delivered, or not wanted. */
export const mailEventSchema = z.object({
  source: z.literal("aws.ses"),
  time: z.string(),
  detail: z.object({
    eventType: z.string(),
    mail: z.object({ messageId: z.string(), destination: z.array(z.string()).default([]) }),
    bounce: z
      .object({
        bounceType: z.string(),
        bouncedRecipients: z
          .array(z.object({ emailAddress: z.string(), diagnosticCode: z.string().optional() }))
          .default([]),
      })
      .optional(),
    reject: z.object({ reason: z.string() }).optional(),
  }),
});
export type MailEvent = z.infer<typeof mailEventSchema>;

const BOUNCED = "mail_bounced";

/** Whether it is about mail to this very person, whom no message about it reaches. */
export const hasBounced = (
  task: Pick<Task, "symptom" | "key" | "related">,
  { address }: Recipient,
): boolean =>
  task.symptom === BOUNCED &&
  [task, ...task.related].some(
    ({ symptom, key }) => symptom === BOUNCED && key?.toLowerCase() === address.toLowerCase(),
  );

/** One signal for each person who could not be told: whoever else gets mail learns of it. */
export function signalsOfMail(event: MailEvent, ids: () => string): Raised[] {
  const { detail } = event;
  const at = Date.parse(event.time);
  const why = detail.bounce
    ? `${detail.bounce.bounceType} bounce`
    : (detail.reject?.reason ?? detail.eventType);
  const named = detail.bounce?.bouncedRecipients ?? [];
  const recipients: NonNullable<typeof detail.bounce>["bouncedRecipients"] =
    named.length > 0 ? named : detail.mail.destination.map((emailAddress) => ({ emailAddress }));
  return recipients.map((recipient) => {
    const reason = recipient.diagnosticCode === undefined ? "" : `: ${recipient.diagnosticCode}`;
    const text = `mail to ${recipient.emailAddress} was not delivered (${why}${reason})`.slice(0, 1_000);
    const seen: Observation = {
      id: ids(),
      source: "service",
      target: SELF.id,
      at,
      text,
      fact: { kind: "note", topic: "mail_not_delivered", value: recipient.emailAddress.slice(0, 320) },
    };
    const extra = { key: recipient.emailAddress.slice(0, 320), certain: true } as const;
    return { target: SELF, signal: signalOf(SELF, BOUNCED, at, text, [seen], extra) };
  });
}
