import {
  createMailer,
  mailClient,
  mailRequestSchema,
  readSecret,
  secretsClient,
  sendMail,
} from "@gradus/aws";
import { createLinks } from "@gradus/api/links";
import { noteTold, type Recipient, type Told } from "@gradus/core";
import { createNotifier } from "@gradus/mail";
import { nodeCrypto } from "@gradus/store";
import * as z from "zod";
import { type Invocation, observed } from "./runtime/observe.ts";
import { theRoot } from "./runtime/root.ts";
import { needed } from "./runtime/settings.ts";

const eventSchema = z.object({ detail: z.object({ data: mailRequestSchema }) });

/** Called by a rule: somebody is to be told. What fails is thrown, and delivered again. */
export const handler = (input: unknown, invocation: Invocation): Promise<unknown> => {
  const root = theRoot();
  return observed(root.settings, invocation, async (out) => {
    const { settings, clock, store, once } = root;
    const request = eventSchema.parse(input).detail.data;
    out.about("task" in request ? { task: request.task, mail: request.kind } : { mail: request.kind });
    const now = (): number => clock.now();
    const baseUrl = (): string => needed(settings.url, "GRADUS_URL");
    const key = await readSecret(secretsClient(), needed(settings.linkSecret, "GRADUS_LINK_SECRET"));
    const mailer = createMailer({
      client: mailClient(),
      from: needed(settings.mail.from, "GRADUS_MAIL_FROM"),
      configurationSet: needed(settings.mail.set, "GRADUS_CONFIGURATION_SET"),
      clock,
    });
    const mail = { baseUrl, links: createLinks({ crypto: nodeCrypto, key, baseUrl, now }), now };
    const notify = (to: Recipient) => createNotifier({ mailer, to: async () => [to], log: out.log, mail });
    const told = (of: Told) => noteTold({ store, clock, crypto: nodeCrypto, log: out.log }, of);
    const recipients = settings.mail.to ?? [];
    out.count("MailSent", await sendMail({ store, once, recipients, notify, told }, request));
    return {};
  });
};
