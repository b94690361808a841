import * as z from "zod";

export const outboxMailSchema = z.object({
  id: z.string(),
  at: z.number(),
  to: z.string(),
  subject: z.string(),
  /** Why it lies here and was not sent. */
  unsent: z.exactOptional(z.string()),
});
export type OutboxMail = z.infer<typeof outboxMailSchema>;

export const mailListSchema = z.object({
  /** Newest first. */
  mail: z.array(outboxMailSchema),
  cursor: z.exactOptional(z.string()),
});

/** A message as people read it: its plain text. */
export const mailPartsSchema = z.object({
  id: z.string(),
  at: z.exactOptional(z.number()),
  to: z.string(),
  subject: z.string(),
  text: z.string(),
  /** Addresses of this installation in the text; no others are worth a click. */
  links: z.array(z.string()),
});
export type MailParts = z.infer<typeof mailPartsSchema>;

/** Who was written to, and how: the answer to a mail test. */
export const mailTestSchema = z.object({ to: z.array(z.string()), via: z.string() });
