import * as z from "zod";

/** reversible: can be undone; disruptive: interrupts, loses nothing; destructive: can lose data, never automatic. */
export const riskSchema = z.enum(["reversible", "disruptive", "destructive"]);
export type Risk = z.infer<typeof riskSchema>;

/** What a target allows for a risk class, in rising order. */
export const autonomyLevelSchema = z.enum(["observe", "suggest", "approve", "auto"]);
export type AutonomyLevel = z.infer<typeof autonomyLevelSchema>;

export const autonomySchema = z.strictObject({
  reversible: autonomyLevelSchema,
  disruptive: autonomyLevelSchema,
  destructive: z.enum(["observe", "suggest", "approve"]),
});
export type Autonomy = z.infer<typeof autonomySchema>;

export const severitySchema = z.enum(["critical", "high", "medium", "low"]);
export type Severity = z.infer<typeof severitySchema>;
