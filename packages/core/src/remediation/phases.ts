import { messageOf } from "../error/error.ts";
import type { CaseFile, Verdict } from "../expert/schema.ts";
import { isOpen } from "../task/predicates.ts";
import { caseFile, load } from "./case-file.ts";
import type { Context } from "./context.ts";
import { decideProposal } from "./decide-proposal.ts";
import { ask, batchName, fullCase, gather, keepVerdicts } from "./evidence.ts";
import { proposePattern } from "./propose-pattern.ts";
import { over, type RemediationState } from "./state.ts";

/** Phase 1: a learned pattern that passes the gate, else a known-service runbook. Instant: it reads, and writes nothing. */
export async function quickFix(ctx: Context, state: RemediationState): Promise<RemediationState> {
  const { task, target } = await load(ctx, state.task);
  if (!isOpen(task)) return over(state);
  const afresh = withoutWhy(state);
  const file = await caseFile(ctx, task, target);
  const learned = proposePattern(file);
  if (learned)
    return decideProposal(ctx, afresh, file, learned.verdict, {
      proposedBy: learned.pattern.id,
      pattern: learned.pattern,
    });
  const known = ctx.proposeKnown(file);
  return decideProposal(ctx, afresh, file, known, { proposedBy: "known-service" });
}

/** Phase 2: gathers evidence with every read-only diagnostic and the neighbours' health; one expert proposes. */
export async function research(ctx: Context, state: RemediationState): Promise<RemediationState> {
  const { task, target } = await load(ctx, state.task);
  if (!isOpen(task)) return over(state);
  await ctx.store.tasks.addEvidence(task.id, batchName("research", task), await gather(ctx, target));
  // Read back: delivered twice, the evidence is what was kept the first time, and what is cited can be found.
  const file = await fullCase(ctx, task, target);
  const { verdict, why } = await opinion(ctx, file);
  if (verdict) await keepVerdicts(ctx, task.id, [verdict]);
  const afresh = { ...withoutWhy(state), ...(why === undefined ? {} : { why }) };
  return decideProposal(ctx, afresh, file, verdict, {
    proposedBy: ctx.researcher.id,
  });
}

/** What was said of the phase before is no reason for how this one ends. */
function withoutWhy(state: RemediationState): RemediationState {
  const { why: _, ...rest } = state;
  return rest;
}

/** A researcher that fails costs its phase and no more: three others are to be asked before a person is. */
async function opinion(ctx: Context, file: CaseFile): Promise<{ verdict?: Verdict; why?: string }> {
  try {
    const verdict = await ask(ctx.researcher, file);
    return verdict ? { verdict } : {};
  } catch (error) {
    const why = `${ctx.researcher.id} failed: ${messageOf(error).slice(0, 300)}`;
    ctx.log("error", why, { task: file.task });
    return { why };
  }
}
