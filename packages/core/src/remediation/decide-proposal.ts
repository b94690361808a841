import { calibrate } from "../confidence/calibrate.ts";
import { confidenceOf, groundingOf } from "../confidence/combine.ts";
import type { CaseFile, Verdict } from "../expert/schema.ts";
import { recordOf } from "../pattern/record.ts";
import type { Pattern } from "../pattern/schema.ts";
import { decide as decidePolicy } from "../policy/decide.ts";
import { type Action, actionKey } from "../runbook/schema.ts";
import { changeTask } from "../task/change.ts";
import { isOpen } from "../task/predicates.ts";
import type { PhaseNumber } from "../task/schema.ts";
import type { Context } from "./context.ts";
import { autonomyNow, calibrationNow, fleetActions } from "./history.ts";
import type { Proposal, RemediationState } from "./state.ts";

interface Origin {
  proposedBy: string;
  pattern?: Pattern;
  /** The confidence is combined already (consensus). */
  combined?: boolean;
}

/**
 * From a verdict to a decision: the action must be a candidate, not tabu, and possible right now; then policy speaks. A
 * proposal that policy would not allow only in this phase costs a phase; one it would never allow now goes to a person.
 */
export async function decideProposal(
  ctx: Context,
  state: RemediationState,
  file: CaseFile,
  verdict: Verdict | undefined,
  origin: Origin,
): Promise<RemediationState> {
  // A proposal that policy turned down stays as what is recommended to people, until there is a better one.
  const { attempt: _attempt, answer: _answer, votes: _votes, ...rest } = state;
  const action = verdict?.action;
  if (!verdict || !action)
    return up(
      ctx,
      rest,
      verdict
        ? `${verdict.expert} advises to do nothing: ${verdict.reasoning}`
        : (state.why ?? "no proposal"),
    );
  const key = actionKey(action);
  const card = file.cards.find((c) => c.id === action.runbook);
  if (!card || !file.candidates.some((c) => actionKey(c) === key))
    return up(ctx, rest, `${key} is not possible here`);
  if (file.tabu.includes(key)) return up(ctx, rest, `${key} was tried before`);
  const unmet = await ctx.hands.check(file.target, action);
  if (unmet) return up(ctx, rest, `${key}: ${unmet}`);

  const evidence = new Set(file.observations.map((o) => o.id));
  const grounded = verdict.cites.filter((id) => evidence.has(id));
  const raw = origin.combined
    ? verdict.confidence
    : confidenceOf({
        grounding: groundingOf(verdict.cites, evidence),
        record: origin.pattern ? recordOf(origin.pattern, file.now).rate : undefined,
        match: verdict.confidence,
      });
  const confidence = calibrate(await calibrationNow(ctx), raw);
  const decision = await askPolicy(ctx, state, file, card, { action, confidence, evidence: grounded.length });
  const proposal: Proposal = {
    action,
    faultClass: verdict.faultClass,
    confidence,
    proposedBy: origin.proposedBy,
    reason: verdict.reasoning.slice(0, 600),
    policy: decision.reasons.map((r) => r.slice(0, 200)),
    cites: grounded.slice(0, 20),
  };
  switch (decision.kind) {
    case "allowed":
      return { ...rest, proposal, decision: "allowed" };
    case "approval":
      return { ...rest, proposal, decision: "approval" };
    case "denied":
      if (!decision.final) return up(ctx, { ...rest, proposal }, `${key}: ${decision.reasons.join("; ")}`);
      return {
        ...rest,
        proposal,
        decision: "denied",
        why: `policy does not allow ${key}: ${decision.reasons.join("; ")}`,
      };
    default:
      return decision satisfies never;
  }
}

async function askPolicy(
  ctx: Context,
  state: RemediationState,
  file: CaseFile,
  card: CaseFile["cards"][number],
  of: { action: Action; confidence: number; evidence: number },
) {
  const now = ctx.clock.now();
  const { target } = file;
  const reading = ctx.store.settings.read();
  const [settings, lease, autonomy, fleetRecent, task] = await Promise.all([
    reading,
    ctx.store.leases.get(target.id),
    reading.then((read) => autonomyNow(ctx, target, read)),
    fleetActions(ctx),
    ctx.store.tasks.get(state.task),
  ]);
  return decidePolicy({
    target,
    card,
    settings,
    now,
    observeOnly: ctx.observeOnly,
    phase: state.phase,
    ...of,
    tabu: file.tabu,
    autonomy,
    recent: lease?.recent ?? [],
    fleetRecent,
    limits: ctx.limits,
    attempts: task?.attempts.filter((a) => !a.outcome?.withheld).length ?? 0,
  });
}

/** Nothing to do in this phase: the next one. The phase is written down from phase 2 on, where people may be watching for long. */
async function up(ctx: Context, state: RemediationState, why: string): Promise<RemediationState> {
  const phase = Math.min(state.phase + 1, 4) as PhaseNumber;
  await changeTask(ctx, state.task, (task) =>
    task.phase >= phase || !isOpen(task)
      ? undefined
      : {
          task: { ...task, phase },
          entries: [
            {
              at: ctx.clock.now(),
              actor: "gradus",
              type: "phase.ended",
              data: { phase: state.phase, why: why.slice(0, 600), next: phase },
            },
          ],
        },
  );
  await ctx.events.publish({
    type: "task.advanced",
    at: ctx.clock.now(),
    actor: "gradus",
    data: { task: state.task, target: state.target, phase, why },
  });
  return { ...state, phase, decision: "none", why };
}
