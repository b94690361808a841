import * as z from "zod";
import { observationSchema, sourceSchema } from "../observation/schema.ts";
import { severitySchema } from "../policy/schema.ts";

/** One statement of a detector that something is wrong, with the observations it rests on. */
export const signalSchema = z.object({
  source: sourceSchema,
  target: z.string(),
  symptom: z.string(),
  /** Tells two issues of one symptom apart: log template id, series, check, disk path. */
  key: z.string().optional(),
  severity: severitySchema,
  /** Epoch milliseconds. */
  at: z.number(),
  /** One sentence for people, redacted. */
  summary: z.string().max(500),
  evidence: z.array(observationSchema),
  /** True if it needs no second look (a crash loop, a forecast over long windows): it is not held back by the settle time. */
  certain: z.boolean().optional(),
});
export type Signal = z.infer<typeof signalSchema>;
