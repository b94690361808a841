import { patternSchema } from "@gradus/core";
import * as z from "zod";

export const patternListSchema = z.object({
  patterns: z.array(patternSchema),
  cursor: z.exactOptional(z.string()),
});

/** How many patterns of a file are new here, and how many stayed as they were. */
export const patternImportSchema = z.object({ added: z.number(), kept: z.number() });
