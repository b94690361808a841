import {
  acknowledge,
  assign,
  assigneeSchema,
  type Cared,
  type Context,
  snooze,
  unacknowledge,
  unassign,
  unsnooze,
} from "@gradus/core";
import * as z from "zod";
import { type CareVerb, careVerbs } from "../views/care.ts";
import { answer } from "./answer.ts";

const MOST_TASKS = 200;

/** What a verb is told besides whose tasks it is about; all others take nothing. */
const takes: Partial<Record<CareVerb, ReadonlyArray<"until" | "assignee" | "notes">>> = {
  snooze: ["until"],
  assign: ["assignee"],
  resolve: ["notes"],
  retry: ["notes"],
};

export const actSchema = z
  .strictObject({
    ids: z.array(z.string().min(1).max(300)).min(1).max(MOST_TASKS),
    verb: z.enum(careVerbs),
    /** snooze: epoch ms, at most 30 days from now. */
    until: z.number().int().min(0).optional(),
    /** assign: who asks, if absent. */
    assignee: assigneeSchema.optional(),
    /** resolve: what was done; retry: what to know. */
    notes: z.string().trim().max(10_000).optional(),
  })
  .superRefine(({ verb, ...input }, found) => {
    const refuse = (path: string, message: string) =>
      found.addIssue({ code: "custom", path: [path], message });
    for (const name of ["until", "assignee", "notes"] as const)
      if (input[name] !== undefined && !takes[verb]?.includes(name)) refuse(name, `does not go with ${verb}`);
    if (verb === "snooze" && input.until === undefined) refuse("until", "say when the snooze ends");
    if (verb === "resolve" && !input.notes) refuse("notes", "say what was done");
  });
export type Act = z.output<typeof actSchema>;

/** Does one thing to one task. Done twice, it is done once. */
export function act(
  ctx: Context,
  { id, by, verb, until = 0, assignee = by, notes = "" }: Omit<Act, "ids"> & { id: string; by: string },
): Promise<Cared> {
  switch (verb) {
    case "acknowledge":
      return acknowledge(ctx, { id, by });
    case "unacknowledge":
      return unacknowledge(ctx, { id, by });
    case "snooze":
      return snooze(ctx, { id, by, until });
    case "unsnooze":
      return unsnooze(ctx, { id, by });
    case "assign":
      return assign(ctx, { id, by, assignee });
    case "unassign":
      return unassign(ctx, { id, by });
    case "resolve":
    case "retry":
      return answer(ctx, { id, by, notes, verb });
    default:
      return verb satisfies never;
  }
}
