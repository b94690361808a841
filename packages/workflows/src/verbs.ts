import {
  Remediation,
  brokenStateSchema,
  remediationInputSchema,
  remediationStateSchema,
  type Context,
} from "@gradus/core";
import * as z from "zod";

const askSchema = z.object({ task: z.string(), expert: z.string() });
const waitSchema = z.object({ state: brokenStateSchema, token: z.string() });
const approvalSchema = z.object({ state: remediationStateSchema, token: z.string() });

/** A verb with its input parsed at the door: a state that is not what it should be is a fault with a name and a place. */
const verb =
  <I>(schema: z.ZodType<I>, run: (ctx: Context, input: I) => Promise<unknown>) =>
  (ctx: Context, input: unknown): Promise<unknown> =>
    run(ctx, schema.parse(input));

/**
 * The one table of what a workflow can call. A state's Resource (or FunctionName) is `${Verb}`: the AWS root puts a Lambda
 * in its place and the local root the verb's name; both come through here.
 */
export const verbs = {
  Triage: verb(remediationInputSchema, Remediation.triage),
  QuickFix: verb(remediationStateSchema, Remediation.quickFix),
  Research: verb(remediationStateSchema, Remediation.research),
  AskExpert: verb(askSchema, Remediation.askExpert),
  Consensus: verb(remediationStateSchema, Remediation.consensus),
  RequestApproval: verb(approvalSchema, Remediation.requestApproval),
  Apply: verb(remediationStateSchema, Remediation.apply),
  Verify: verb(remediationStateSchema, Remediation.verify),
  Undo: verb(remediationStateSchema, Remediation.undo),
  Escalate: verb(brokenStateSchema, Remediation.escalate),
  AwaitHuman: verb(waitSchema, Remediation.awaitHuman),
  Learn: verb(brokenStateSchema, Remediation.learn),
  Alarm: verb(brokenStateSchema, Remediation.alarm),
} as const;
export type Verb = keyof typeof verbs;
export const verbNames = Object.keys(verbs) as Verb[];

/** What a definition's `${…}` stand for on one machine: each verb's own name, and the name of the way to the operators. */
export const localNames: Readonly<Record<string, string>> = {
  ...Object.fromEntries(verbNames.map((name) => [name, name])),
  OperatorsTopic: "operators",
};
