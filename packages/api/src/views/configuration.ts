import * as z from "zod";
import { windowSchema } from "./window.ts";

/** What this Gradus was started with; people read it, and change it where it was written. */
export const configurationSchema = z.object({
  limits: z.object({ perTargetHour: z.number(), perFleetHour: z.number() }),
  /** Actions that Gradus took on its own within the last hour. */
  actionsThisHour: z.number(),
  observeOnly: z.boolean(),
  /** Language models that experts ask. None: the experts are code, and nothing is spent. */
  models: z.array(z.object({ name: z.string(), via: z.string() })),
  mail: z.object({
    /** Where it goes: "outbox", "smtp" or "ses". */
    via: z.string(),
    from: z.exactOptional(z.string()),
    /** Who is written to; owners of targets are not, as such. */
    to: z.array(z.string()),
  }),
  /** One target's maintenance windows each. */
  windows: z.array(z.object({ target: z.string(), ...windowSchema.shape })),
});
export type Configuration = z.infer<typeof configurationSchema>;
