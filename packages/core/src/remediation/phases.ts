import { caseFile, load } from "./case-file.ts";
import type { Context } from "./context.ts";
import { decideProposal } from "./decide-proposal.ts";
import { gather, keepVerdicts } from "./evidence.ts";
import { proposePattern } from "./propose-pattern.ts";
import type { RemediationState } from "./state.ts";

/** Phase 1: a learned pattern that passes the gate, else a known-service runbook. Instant: it reads, and writes nothing. */
export async function quickFix(ctx: Context, state: RemediationState): Promise<RemediationState> {
  const { task, target } = await load(ctx, state.task);
  const file = await caseFile(ctx, task, target);
  const learned = proposePattern(file);
  if (learned)
    return decideProposal(ctx, state, file, learned.verdict, {
      proposedBy: learned.pattern.id,
      pattern: learned.pattern,
    });
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
