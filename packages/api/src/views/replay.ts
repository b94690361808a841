import * as z from "zod";

/** What was done then, and what would be proposed now, one line each. */
export const replaySchema = z.object({
  task: z.string(),
  // oxlint-disable-next-line unicorn/no-thenable -- a list of lines, as the CLI reads it
  then: z.array(z.string()),
  now: z.array(z.string()),
  differs: z.boolean(),
});
export type Replay = z.infer<typeof replaySchema>;
