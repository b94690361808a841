import * as z from "zod";

/** A maintenance window of a target, and whether it is open now. */
export const windowSchema = z.object({
  days: z.array(z.string()),
  from: z.string(),
  to: z.string(),
  zone: z.string(),
  mode: z.string(),
  open: z.boolean(),
});
