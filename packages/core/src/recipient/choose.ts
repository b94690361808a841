import type { Escalation } from "../escalation/schema.ts";
import type { Notifier } from "../remediation/context.ts";
import { hasLeftMail } from "../settings/mail.ts";
import type { Settings } from "../settings/schema.ts";
import type { Recipient } from "./schema.ts";

/** What a message is about, which decides who has to get it. */
export type MessageKind = Exclude<keyof Notifier, "bundled">;

/**
 * Who gets a message: everybody who has not left. Where all have left, it depends on what it is: what nobody else would learn
 * of goes to all of them all the same, because a task that waits for people must never be told to nobody.
 */
export function recipientsOf(
  kind: MessageKind,
  all: readonly Recipient[],
  settings: Pick<Settings, "mail">,
): readonly Recipient[] {
  const staying = all.filter(({ address }) => !hasLeftMail(settings, address));
  return staying.length === 0 && mustBeTold(kind) ? all : staying;
}

/** Who gave the answer knows it, and is not told of it. */
export const hasAnswered = (
  { resolution }: Pick<Escalation, "resolution">,
  { address }: Recipient,
): boolean => resolution?.by.toLowerCase() === `human:${address.toLowerCase()}`;

function mustBeTold(kind: MessageKind): boolean {
  switch (kind) {
    case "escalated":
    case "unwell":
    case "tested":
      return true;
    case "reminded":
    case "resolved":
    case "digest":
      return false;
    default:
      return kind satisfies never;
  }
}
