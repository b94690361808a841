import * as z from "zod";
import { canonicalJson } from "../audit/canonical.ts";
import { GradusError } from "../error/index.ts";
import { actionSchema, faultClassSchema } from "../runbook/schema.ts";
import { newPattern } from "./create.ts";
import { decayed } from "./record.ts";
import type { Pattern } from "./schema.ts";

const FORMAT = "gradus.patterns/1";
const MAX_CHARACTERS = 10_000_000;
/** Foreign evidence counts half, and all of it together at most this much. */
const FOREIGN_SHARE = 0.5;
const FOREIGN_CAP = 2.5;

const words = z.string().min(1).max(200);
/** What one installation exports and another imports. */
export const patternFileSchema = z.object({
  format: z.literal(FORMAT),
  exportedAt: z.number(),
  patterns: z
    .array(
      z.object({
        software: words,
        symptom: words,
        features: z.array(words).max(100),
        action: actionSchema,
        faultClass: faultClassSchema,
        successes: z.number().nonnegative(),
        failures: z.number().nonnegative(),
      }),
    )
    .max(10_000),
});

/** The patterns in use, with their evidence as it weighs at `now`, as JSON text. Retired and quarantined ones stay at home. */
export function exportPatterns(patterns: readonly Pattern[], now: number): string {
  const kept = patterns
    .filter((p) => !p.retired && p.fixedSinceHarm === undefined && (p.quarantinedUntil ?? 0) <= now)
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map((p) => ({
      software: p.software,
      symptom: p.symptom,
      features: p.features,
      action: p.action,
      faultClass: p.faultClass,
      ...decayed(p, now),
    }));
  return `${JSON.stringify({ format: FORMAT, exportedAt: now, patterns: kept }, null, 2)}\n`;
}

export interface PatternImport {
  /** To be saved, each with the version it must have in the store. */
  patterns: Pattern[];
  /** Left alone: there is evidence of our own, or it is here from the same file already. */
  skipped: string[];
}

/**
 * Reads what another installation exported. Ids are computed anew, weights are halved and capped, and a pattern that has an
 * outcome of our own, or a human behind it, is never touched. What is here as the file has it keeps its time, so that an
 * import that broke off goes on where it was, and a file that comes twice refreshes nothing. Throws GradusError "invalid_input".
 */
export function importPatterns(text: string, existing: readonly Pattern[], now: number): PatternImport {
  const here = new Map(existing.map((pattern) => [pattern.id, pattern]));
  const found = new Map<string, Pattern>();
  const skipped = new Set<string>();
  for (const foreign of parse(text).patterns) {
    const fresh = newPattern({ ...foreign, now, origin: "imported" });
    const ours = here.get(fresh.id);
    const taken = { ...fresh, ...foreignWeight(foreign) };
    if (!ours) found.set(fresh.id, taken);
    else if (isOwn(ours) || isSame(ours, taken)) skipped.add(ours.id);
    else found.set(fresh.id, { ...taken, createdAt: ours.createdAt, version: ours.version });
  }
  return { patterns: [...found.values()], skipped: [...skipped].filter((id) => !found.has(id)) };
}

const isOwn = (ours: Pattern): boolean => ours.origin !== "imported" || hasOutcomes(ours) || ours.retired;

/** But for when it came here, and how often it was written. */
function isSame(ours: Pattern, taken: Pattern): boolean {
  const { createdAt, updatedAt, version } = ours;
  return canonicalJson({ ...taken, createdAt, updatedAt, version }) === canonicalJson(ours);
}

function foreignWeight(of: { successes: number; failures: number }) {
  const total = (of.successes + of.failures) * FOREIGN_SHARE;
  const share = FOREIGN_SHARE * Math.min(1, total > 0 ? FOREIGN_CAP / total : 1);
  return { successes: of.successes * share, failures: of.failures * share };
}

/** Totals count what happened here: imports start at zero. */
const hasOutcomes = (pattern: Pattern): boolean => Object.values(pattern.totals).some((count) => count > 0);

function parse(text: string): z.infer<typeof patternFileSchema> {
  if (text.length > MAX_CHARACTERS) throw new GradusError("invalid_input", "the pattern file is too large");
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new GradusError("invalid_input", "the pattern file is not JSON", {}, error);
  }
  const parsed = patternFileSchema.safeParse(json);
  if (!parsed.success) {
    throw new GradusError("invalid_input", `not a ${FORMAT} file: ${z.prettifyError(parsed.error)}`);
  }
  return parsed.data;
}
