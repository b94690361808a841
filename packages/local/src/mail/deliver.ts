import { messageOf } from "@gradus/core";
import { createTransport } from "nodemailer";

/** What became of one message at the mail server. */
export type Handover =
  | { outcome: "taken" }
  /** This message, or its recipient, is not taken now: others may be. */
  | { outcome: "later"; why: string }
  /** This message is never taken, however often it is offered. */
  | { outcome: "refused"; why: string }
  /** The server cannot be used now, for any message. */
  | { outcome: "stop"; why: string };

/** Hands one message over to a mail server. Never throws. */
export interface Transport {
  hand(mail: { from: string; to: string[]; raw: Buffer }): Promise<Handover>;
  close(): void;
}

/** A server that does not answer must not hold up anything for minutes. */
const PATIENCE_MS = 10_000;

export function smtpTransport(url: string): Transport {
  const address = new URL(url);
  for (const name of ["connectionTimeout", "greetingTimeout", "socketTimeout"])
    if (!address.searchParams.has(name)) address.searchParams.set(name, String(PATIENCE_MS));
  const transport = createTransport(address.href);
  return {
    async hand({ from, to, raw }) {
      try {
        await transport.sendMail({ envelope: { from, to }, raw });
        return { outcome: "taken" };
      } catch (error) {
        return { outcome: outcomeOf(error), why: messageOf(error).slice(0, 300) };
      }
    },
    close: () => transport.close(),
  };
}

/** The server's own way to say that it has no room for a message of this size, also as the answer to MAIL FROM (RFC 1870). */
const TOO_LARGE = 552;
/** The server ends the conversation (RFC 5321, 3.8): it says nothing about the message. */
const CLOSING = 421;

/**
 * What was answered to a recipient or to the message itself says something of that message alone, for now (4xx) or for good
 * (5xx). Everything else (no connection, who we are, the sender, which all messages have in common) says something of all.
 */
function outcomeOf(error: unknown): Exclude<Handover["outcome"], "taken"> {
  const { code, command, responseCode: reply } = error as Record<string, unknown>;
  if (code !== "EENVELOPE" && code !== "EMESSAGE") return "stop";
  // Never sent: an address, or a size, that the server is not even asked about.
  if (typeof reply !== "number") return code === "EMESSAGE" ? "refused" : "later";
  if (reply === CLOSING || (command === "MAIL FROM" && reply !== TOO_LARGE)) return "stop";
  return reply >= 500 ? "refused" : "later";
}
