import { taskSummarySchema } from "@gradus/core";
import * as z from "zod";

/** What people do with tasks of a list, one or many at once. */
export const careVerbs = [
  "acknowledge",
  "unacknowledge",
  "snooze",
  "unsnooze",
  "assign",
  "unassign",
  "resolve",
  "retry",
] as const;
export type CareVerb = (typeof careVerbs)[number];

/** What became of each task, in the order that was asked for. One that fails stops no other. */
export const careResultSchema = z.object({
  results: z.array(
    z.discriminatedUnion("ok", [
      /** `changed` is false where it was so already. */
      z.object({ id: z.string(), ok: z.literal(true), changed: z.boolean(), task: taskSummarySchema }),
      z.object({ id: z.string(), ok: z.literal(false), code: z.string(), message: z.string() }),
    ]),
  ),
});
export type CareResult = z.infer<typeof careResultSchema>;

/** A task after a note; `changed` is false where the note was there already. */
export const notedSchema = z.object({ task: taskSummarySchema, changed: z.boolean() });
