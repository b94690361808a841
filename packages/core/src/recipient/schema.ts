import * as z from "zod";

/** An IANA name such as Europe/Berlin. What this machine does not know would show wrong times, and is refused. */
export const zoneSchema = z.string().refine(isZone, 'a time zone such as "Europe/Berlin", or "UTC"');

/** Somebody who gets mail, and the zone in which they read times. */
export const recipientSchema = z.strictObject({ address: z.string().min(1), zone: zoneSchema });
export type Recipient = z.infer<typeof recipientSchema>;

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
