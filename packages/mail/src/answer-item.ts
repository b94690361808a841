import type { Escalation, Recipient } from "@gradus/core";
import { oneLine } from "./clean.ts";
import type { MailContext } from "./context.ts";

/** One of several that wait for people, with the link that answers it. */
export function answerItem(
  ctx: MailContext,
  of: Pick<Escalation, "id" | "kind" | "severity" | "title"> & { expiresAt?: number | undefined },
  { address: recipient }: Recipient,
): { line: string; url: string } {
  const isApproval = of.kind === "approval";
  const expires = of.expiresAt === undefined ? {} : { expiresAt: of.expiresAt };
  return {
    line: `${of.severity}, ${isApproval ? "asks for approval" : "needs help"}: ${oneLine(of.title)}`,
    url: ctx.links.sign(isApproval ? "approve" : "resolve", { escalation: of.id, recipient, ...expires }),
  };
}
