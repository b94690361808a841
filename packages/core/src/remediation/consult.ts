import { decide as decideConsensus } from "../consensus/decide.ts";
import { GradusError } from "../error/error.ts";
import type { CaseFile, Verdict } from "../expert/schema.ts";
import { isOpen } from "../task/predicates.ts";
import { recordOf } from "../pattern/record.ts";
import { fillAction } from "../pattern/signature.ts";
import { actionKey } from "../runbook/schema.ts";
import { load } from "./case-file.ts";
import type { Context } from "./context.ts";
import { decideProposal } from "./decide-proposal.ts";
import { ask, batchName, fullCase, keepVerdicts } from "./evidence.ts";
import { over, type RemediationState } from "./state.ts";

/** Phase 3, one of three: an expert looks at the case, blind to the others, and its verdict is kept. */
export async function askExpert(
  ctx: Context,
  input: { task: string; expert: string },
): Promise<{ expert: string; voted: boolean }> {
  const expert = ctx.panel.find((e) => e.id === input.expert);
  if (!expert) throw new GradusError("not_found", `there is no expert "${input.expert}"`);
  const { task, target } = await load(ctx, input.task);
  const verdict = isOpen(task) ? await ask(expert, await fullCase(ctx, task, target)) : undefined;
  if (verdict) await keepVerdicts(ctx, task.id, [verdict]);
  return { expert: expert.id, voted: verdict !== undefined };
}

/** Phase 3: the vote, among those who gave a verdict in this round. A split panel gets the one read-only test that separates its camps, and votes once more. */
export async function consensus(ctx: Context, state: RemediationState): Promise<RemediationState> {
  const { task, target } = await load(ctx, state.task);
  if (!isOpen(task)) return over(state);
  let file = await fullCase(ctx, task, target);
  const voters = (state.votes ?? []).flatMap((v) => (v.voted && v.expert !== undefined ? [v.expert] : []));
  let verdicts = task.verdicts.filter((v) => voters.includes(v.expert));
  let result = decideConsensus(verdicts, file, { records: recordsOf(file) });
  if (result.kind === "split" && result.separatingTest) {
    const test = await ctx.diagnostics.run(target, [result.separatingTest]);
    await ctx.store.tasks.addEvidence(task.id, batchName("separate", task), test);
    file = await fullCase(ctx, task, target);
    const again = await Promise.allSettled(ctx.panel.map((e) => ask(e, file)));
    verdicts = again.flatMap((r) => (r.status === "fulfilled" && r.value ? [r.value] : []));
    result = decideConsensus(verdicts, file, { records: recordsOf(file), ran: [result.separatingTest] });
  }
  await keepVerdicts(ctx, task.id, verdicts, result);
  const next = { ...state, why: result.summary };
  if (result.kind !== "agreed")
    return decideProposal(ctx, next, file, undefined, { proposedBy: "consensus" });
  const { action, faultClass, component, cites, confidence, votes } = result;
  const verdict: Verdict = {
    expert: "consensus",
    component,
    faultClass,
    cites,
    action,
    predicts: "",
    confidence,
    reasoning: result.summary,
  };
  return decideProposal(ctx, next, file, verdict, {
    proposedBy: `consensus of ${votes.join(", ")}`,
    combined: true,
  });
}

/** What was learned of each candidate so far, as the expected success rate of its best pattern. */
export function recordsOf(file: CaseFile): Map<string, number> {
  const records = new Map<string, number>();
  for (const candidate of file.candidates) {
    const rates = file.patterns
      .filter((p) => p.symptom === file.symptom && fillAction(p.action, [candidate]))
      .map((p) => recordOf(p, file.now).rate);
    if (rates.length > 0) records.set(actionKey(candidate), Math.max(...rates));
  }
  return records;
}
