import * as z from "zod";
import type { Observation } from "../observation/schema.ts";
import type { Pattern } from "../pattern/schema.ts";
import type { Action, RunbookCard } from "../runbook/schema.ts";
import { actionSchema, faultClassSchema } from "../runbook/schema.ts";
import type { Target } from "../target/schema.ts";

/** One expert's answer. Offline and model experts answer in this same shape. */
export const verdictSchema = z.object({
  expert: z.string(),
  /** What is at fault: a target id, or "host", "intruder", a dependency's id. */
  component: z.string(),
  faultClass: faultClassSchema,
  /** Ids of the observations it rests on. A verdict that cites what is not there is void. */
  cites: z.array(z.string()),
  /** Absent: the expert advises to do nothing. */
  action: actionSchema.optional(),
  /** What will be seen if this is right. */
  predicts: z.string().max(500),
  /** 0..1 */
  confidence: z.number().min(0).max(1),
  reasoning: z.string().max(2_000),
});
export type Verdict = z.infer<typeof verdictSchema>;

/** Everything an expert may look at. Experts are blind to each other. */
export interface CaseFile {
  task: string;
  symptom: string;
  severity: string;
  openedAt: number;
  now: number;
  target: Target;
  observations: readonly Observation[];
  /** Candidates from the closed action space, parameters filled in. */
  candidates: readonly Action[];
  cards: readonly RunbookCard[];
  /** Actions that were already tried on this task without success, as action keys: never proposed again. */
  tabu: readonly string[];
  /** What was learned about like cases on this software (all runbooks). */
  patterns: readonly Pattern[];
  /** Health of neighbours by target id, as seen now. */
  neighbours: ReadonlyArray<{
    target: string;
    direction: "upstream" | "downstream";
    healthy: boolean;
    symptom?: string;
  }>;
}

export interface Expert {
  readonly id: string;
  /** A short name of its way of thinking: practitioner, sceptic, analyst, researcher. */
  readonly perspective: string;
  /** The language model that it asks, and by which way; absent: it is code, and costs nothing. */
  readonly model?: { readonly name: string; readonly via: string };
  /** Undefined: no opinion. */
  opine(file: CaseFile): Promise<Verdict | undefined>;
}
