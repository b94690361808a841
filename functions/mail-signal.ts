import { mailEventSchema, raise, signalsOfMail } from "@gradus/aws";
import { nodeCrypto } from "@gradus/store";
import { blindContext } from "./runtime/blind.ts";
import { type Invocation, observed } from "./runtime/observe.ts";
import { theRoot } from "./runtime/root.ts";

/** Called by a rule: SES could not deliver a message. Whoever else gets mail learns of it. */
export const handler = (input: unknown, invocation: Invocation): Promise<unknown> => {
  const root = theRoot();
  return observed(root.settings, invocation, async (out) => {
    const event = mailEventSchema.parse(input);
    const ctx = await blindContext(root, out);
    const opened = await raise(
      ctx,
      signalsOfMail(event, () => nodeCrypto.randomId()),
    );
    out.count("MailNotDelivered", opened.length);
    return { tasks: opened.map((o) => ({ kind: o.kind, task: o.task.id })) };
  });
};
