import { decide as decideConsensus, type ConsensusResult } from "../consensus/decide.ts";
import type { CaseFile, Verdict } from "../expert/schema.ts";
import { GradusError } from "../error/error.ts";
import { factsOf, type Observation } from "../observation/schema.ts";
import { changeTask } from "../task/change.ts";
import type { Target } from "../target/schema.ts";
import type { Task } from "../task/schema.ts";
import { neighboursOf } from "../target/topology.ts";
import { caseFile, load } from "./case-file.ts";
import type { Context } from "./context.ts";
import { diagnosticIds } from "./diagnostics.ts";
import { proposePattern } from "./propose-pattern.ts";
import { decideProposal } from "./decide-proposal.ts";
import type { RemediationState } from "./state.ts";

/** Phase 1: a learned pattern that passes the gate, else a known-service runbook. Instant: it reads, and writes nothing. */
export async function quickFix(ctx: Context, state: RemediationState): Promise<RemediationState> {
  const { task, target } = await load(ctx, state.task);
  const file = await caseFile(ctx, task, target);
  const learned = proposePattern(file);
  if (learned) return decideProposal(ctx, state, file, learned.verdict, { proposedBy: learned.pattern.id, pattern: learned.pattern });
  const known = ctx.proposeKnown(file);
  return decideProposal(ctx, state, file, known, { proposedBy: "known-service" });
}

/** Phase 2: gathers evidence with every read-only diagnostic and the neighbours' health; one expert proposes. */
export async function research(ctx: Context, state: RemediationState): Promise<RemediationState> {
  const { task, target } = await load(ctx, state.task);
  const gathered = await gather(ctx, target);
  await ctx.store.tasks.addEvidence(task.id, `research-${task.attempts.length}`, gathered);
  const file = await caseFile(ctx, task, target, gathered);
  const verdict = await ctx.researcher.opine(file);
  if (verdict) await keepVerdicts(ctx, task.id, [verdict]);
  return decideProposal(ctx, state, file, verdict, { proposedBy: ctx.researcher.id });
}

/** Phase 3, one of three: an expert looks at the case, blind to the others, and its verdict is kept. */
export async function askExpert(ctx: Context, input: { task: string; expert: string }): Promise<{ expert: string; voted: boolean }> {
  const expert = ctx.panel.find((e) => e.id === input.expert);
  if (!expert) throw new GradusError("not_found", `there is no expert "${input.expert}"`);
  const { task, target } = await load(ctx, input.task);
  const verdict = await expert.opine(await fullCase(ctx, task, target));
  if (verdict) await keepVerdicts(ctx, task.id, [verdict]);
  return { expert: expert.id, voted: verdict !== undefined };
}

/** Phase 3: the vote. A split panel gets the one read-only test that separates its camps, and votes once more. */
export async function consensus(ctx: Context, state: RemediationState): Promise<RemediationState> {
  const { task, target } = await load(ctx, state.task);
  let file = await fullCase(ctx, task, target);
  const panel = ctx.panel.map((e) => e.id);
  let verdicts = task.verdicts.filter((v) => panel.includes(v.expert));
  let result = decideConsensus(verdicts, file);
  if (result.kind === "split" && result.separatingTest) {
    const test = await ctx.diagnostics.run(target, [result.separatingTest]);
    await ctx.store.tasks.addEvidence(task.id, `separate-${task.attempts.length}`, test);
    file = await fullCase(ctx, task, target);
    const again = await Promise.allSettled(ctx.panel.map((e) => e.opine(file)));
    verdicts = again.flatMap((r) => (r.status === "fulfilled" && r.value ? [r.value] : []));
    result = decideConsensus(verdicts, file);
  }
  await keepVerdicts(ctx, task.id, verdicts, result);
  const agreed = result.kind === "agreed" ? asVerdict(result, verdicts) : undefined;
  return decideProposal(ctx, { ...state, why: summaryOf(result) }, file, agreed, { proposedBy: `consensus: ${verdicts.map((v) => v.expert).join(", ")}`, ...(result.kind === "agreed" ? { agreement: result.confidence } : {}) });
}

const summaryOf = (result: ConsensusResult): string => result.kind;
