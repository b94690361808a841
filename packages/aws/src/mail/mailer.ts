import { SendRawEmailCommand, type SESClient } from "@aws-sdk/client-ses";
import { type Clock, GradusError, type Mailer, messageOf } from "@gradus/core";
import { compose } from "@gradus/mail";

export interface MailerOptions {
  client: SESClient;
  from: string;
  configurationSet: string;
  clock: Clock;
}

/**
 * Mail by SES. Raw, because only a raw message carries References, List-Id and Auto-Submitted; SES writes a Message-ID of its
 * own. Throws "unavailable".
 */
export const createMailer = ({ client, from, configurationSet, clock }: MailerOptions): Mailer => ({
  async send(message) {
    try {
      const raw = await compose(from, message, clock.now());
      const sent = await client.send(
        new SendRawEmailCommand({
          Source: from,
          Destinations: message.to,
          RawMessage: { Data: raw },
          ConfigurationSetName: configurationSet,
        }),
      );
      return { id: sent.MessageId ?? "" };
    } catch (error) {
      throw new GradusError("unavailable", `SES did not take a message: ${messageOf(error)}`, {}, error);
    }
  },
});
