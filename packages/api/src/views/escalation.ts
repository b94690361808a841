import { actionSchema, escalationSchema, riskSchema } from "@gradus/core";
import * as z from "zod";

/** An escalation as it may leave: the workflow's task token stays inside. */
export const escalationViewSchema = escalationSchema.omit({ token: true });
export type EscalationView = z.infer<typeof escalationViewSchema>;

export const escalationListSchema = z.object({
  escalations: z.array(escalationViewSchema),
  cursor: z.exactOptional(z.string()),
});

/** Something a person may name as the thing that was done, parameters filled in. */
export const choiceSchema = z.object({ key: z.string(), action: actionSchema, title: z.string() });
export type Choice = z.infer<typeof choiceSchema>;

/** What a person needs to answer an open escalation. */
export const offersSchema = z.object({
  choices: z.array(choiceSchema),
  /** The asked or recommended action: `key` is the exact text that an approval is bound to. */
  asked: z.exactOptional(
    z.object({
      key: z.string(),
      title: z.exactOptional(z.string()),
      purpose: z.exactOptional(z.string()),
      risk: z.exactOptional(riskSchema),
      undoable: z.exactOptional(z.boolean()),
      predicts: z.exactOptional(z.string()),
    }),
  ),
});
export type Offers = z.infer<typeof offersSchema>;

export const escalationDetailSchema = z.object({ escalation: escalationViewSchema, ...offersSchema.shape });
export type EscalationDetail = z.infer<typeof escalationDetailSchema>;

/** `first` is false if somebody had answered before: then the escalation says who, and that answer stands. */
export const answeredSchema = z.object({ escalation: escalationViewSchema, first: z.boolean() });
export type AnsweredView = z.infer<typeof answeredSchema>;
