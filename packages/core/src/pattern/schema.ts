import * as z from "zod";
import { actionSchema, faultClassSchema } from "../runbook/schema.ts";

/** What was learned: issue signature → runbook, with its record of outcomes. */
export const patternSchema = z.object({
  /** `${signature}|${runbook}` with templated parameters: one pattern per signature and action. */
  id: z.string(),
  /** software/symptom/sorted features, see pattern/signature.ts */
  signature: z.string(),
  software: z.string(),
  symptom: z.string(),
  features: z.array(z.string()),
  /** Parameters that differ from case to case (pid, path) are the placeholder "$evidence": they are filled in from candidates. */
  action: actionSchema,
  faultClass: faultClassSchema,
  /** Decayed evidence of success and failure (pseudo-counts, prior not included). */
  successes: z.number().nonnegative(),
  failures: z.number().nonnegative(),
  /** Undecayed counts, for people. */
  totals: z.object({
    fixed: z.number(),
    symptomOnly: z.number(),
    notFixed: z.number(),
    notHeld: z.number(),
    harm: z.number(),
  }),
  updatedAt: z.number(),
  createdAt: z.number(),
  quarantinedUntil: z.number().optional(),
  /** Times it was chosen otherwise (by consensus, by a person) and fixed the cause since it last did harm. Absent: it never did. */
  fixedSinceHarm: z.number().optional(),
  /** The attempts it learned from last ("<task>#<n> <outcome>"): what is delivered twice is learned once. */
  learned: z.array(z.string()).optional(),
  retired: z.boolean().default(false),
  origin: z.enum(["own", "human", "imported"]),
  version: z.number().int().nonnegative(),
});
export type Pattern = z.infer<typeof patternSchema>;

/** How an action turned out, as learning counts it. */
export type Outcome = "fixed" | "symptom_only" | "not_fixed" | "not_held" | "harm";

export interface PatternStore {
  get(id: string): Promise<Pattern | undefined>;
  bySignature(signature: string): Promise<Pattern[]>;
  bySoftware(software: string): Promise<Pattern[]>;
  list(query?: { limit?: number; cursor?: string }): Promise<{ patterns: Pattern[]; cursor?: string }>;
  /** Writes if the stored version is `pattern.version` (0: must not exist); the stored one gets version + 1. Throws "conflict". */
  save(pattern: Pattern): Promise<Pattern>;
}
