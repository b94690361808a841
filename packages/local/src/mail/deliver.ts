import { messageOf } from "@gradus/core";
import { createTransport } from "nodemailer";

export type Handover =
  | { taken: true }
  /** `forGood`: this message is refused (5xx); otherwise the server cannot be used now, for any message. */
  | { taken: false; why: string; forGood: boolean };

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
        return { taken: true };
      } catch (error) {
        return { taken: false, why: messageOf(error).slice(0, 300), forGood: isForGood(error) };
      }
    },
    close: () => transport.close(),
  };
}

/** A 5xx about sender, recipients or the message itself; not one about who we are, which a setting can mend. */
function isForGood(error: unknown): boolean {
  const { code, responseCode } = error as { code?: unknown; responseCode?: unknown };
  return (
    (code === "EENVELOPE" || code === "EMESSAGE") &&
    typeof responseCode === "number" &&
    responseCode >= 500 &&
    responseCode < 600
  );
}
