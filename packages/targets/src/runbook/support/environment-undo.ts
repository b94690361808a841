import * as z from "zod";

/** Only the lines that were changed: the others may hold secrets, and are where they were. */
export const environmentUndo = z.object({
  path: z.string(),
  /** SHA-256 of the text that was written: undo takes back this and nothing else. */
  wrote: z.string(),
  /** The file was not there before: undo removes it. */
  created: z.boolean(),
  edits: z.array(z.object({ at: z.number(), removed: z.number(), inserted: z.array(z.string()) })),
});
export type EnvironmentUndo = z.infer<typeof environmentUndo>;
