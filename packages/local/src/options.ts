import { recipientSchema } from "@gradus/core";
import * as z from "zod";
import { publicUrlSchema } from "./public-url.ts";

/** What a local installation is started with: flags and environment, parsed once by the CLI and passed in. */
export const optionsSchema = z.strictObject({
  /** Folder of everything Gradus keeps: store, logs, outbox, demo fleet. */
  dataDir: z.string().min(1),
  /** targets.yaml */
  targetsFile: z.string().min(1),
  host: z.string().default("127.0.0.1"),
  port: z.number().int().min(0).max(65_535).default(8888),
  /** Where people elsewhere open the page: used in mail, and answered. Without it, the address that it listens on. */
  publicUrl: publicUrlSchema.optional(),
  demo: z.boolean().default(true),
  /** First port of the demo services, where targets.yaml is the one that ships. */
  observe: z.boolean().default(false),
  workers: z.number().int().min(1).max(64).default(4),
  /** Overrides every target's interval, milliseconds. */
  intervalMs: z.number().int().min(1_000).optional(),
  /** smtp:// or smtps:// URL; without it mail only goes to the outbox. */
  smtpUrl: z.url({ protocol: /^smtps?$/ }).optional(),
  mailFrom: z.string().default("gradus@localhost"),
  /** Who reads times in no zone of their own reads them in this machine's. */
  mailTo: z
    .array(recipientSchema.extend({ zone: recipientSchema.shape.zone.default(zoneOfMachine) }))
    .prefault([{ address: "operator@localhost" }]),
  /** Needed as soon as it listens, or is reached, elsewhere than on loopback. */
  token: z.string().min(16).optional(),
  limits: z
    .strictObject({
      perTargetHour: z.number().int().positive().default(10),
      perFleetHour: z.number().int().positive().default(60),
    })
    .default({ perTargetHour: 10, perFleetHour: 60 }),
});
export type Options = z.infer<typeof optionsSchema>;

function zoneOfMachine(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone ?? "UTC";
}
