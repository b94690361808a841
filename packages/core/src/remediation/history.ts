import { type Calibration, learnCalibration } from "../confidence/calibrate.ts";
import type { ConfidenceOutcome } from "../confidence/reliability.ts";
import type { Outcome } from "../pattern/schema.ts";
import { type AutonomyOutcome, earnedLevel, effectiveAutonomy } from "../policy/earned.ts";
import type { Autonomy, AutonomyLevel, Risk } from "../policy/schema.ts";
import { autonomySetFor } from "../settings/autonomy.ts";
import type { Settings } from "../settings/schema.ts";
import type { Target } from "../target/schema.ts";
import type { Attempt, TaskSummary } from "../task/schema.ts";
import type { Context } from "./context.ts";

const HOUR_MS = 3_600_000;
const REMEMBERED = 50;
const CALIBRATED_OVER = 200;

/**
 * What a target allows now: what its owner wrote, or a person has set since, moved by the outcomes of its last fifty closed
 * tasks. Derived, so it costs no write.
 */
export async function autonomyNow(
  ctx: Pick<Context, "store" | "clock">,
  target: Target,
  settings: Settings,
): Promise<Autonomy> {
  return effectiveAutonomy({ ...(await standingOf(ctx, target, settings)), now: ctx.clock.now() });
}

/** Why a target allows what it allows, for each risk class. */
export async function allowancesNow(
  ctx: Pick<Context, "store" | "clock">,
  target: Target,
  settings: Settings,
): Promise<Record<Risk, { level: AutonomyLevel; reason: string }>> {
  const of = { ...(await standingOf(ctx, target, settings)), now: ctx.clock.now() };
  return {
    reversible: earnedLevel({ ...of, risk: "reversible" }),
    disruptive: earnedLevel({ ...of, risk: "disruptive" }),
    destructive: earnedLevel({ ...of, risk: "destructive" }),
  };
}

async function standingOf(ctx: Pick<Context, "store">, target: Target, settings: Settings) {
  return {
    base: target.autonomy,
    set: autonomySetFor(settings, target.id),
    history: await autonomyOutcomes(ctx, target.id),
  };
}

/** What the last fifty closed tasks of a target came to: all that its autonomy is derived from, besides what people set. */
export async function autonomyOutcomes(
  ctx: Pick<Context, "store">,
  target: string,
): Promise<AutonomyOutcome[]> {
  const { tasks } = await ctx.store.tasks.list({ state: "closed", target, limit: REMEMBERED });
  return tasks.flatMap(outcomeOf);
}

/** Actions on the whole fleet that began within the hour, however old their tasks are; counted up to twice the limit. */
export const fleetActions = (ctx: Pick<Context, "store" | "clock" | "limits">): Promise<number> =>
  ctx.store.leases.startsSince(ctx.clock.now() - HOUR_MS, 2 * ctx.limits.perFleetHour);

/** What confidence was worth so far, learned from the last tasks of the fleet that were acted on; identity while there are few. */
export async function calibrationNow(ctx: Pick<Context, "store">): Promise<Calibration> {
  const { tasks } = await ctx.store.tasks.list({ state: "closed", limit: CALIBRATED_OVER });
  return learnCalibration(tasks.flatMap(confidenceOutcomeOf));
}

/** How sure Gradus was of the last action of a task, and whether that fixed it; none where it is not known. */
export function confidenceOutcomeOf({ lastAction }: TaskSummary): ConfidenceOutcome[] {
  const outcome = lastAction && learned(lastAction.result);
  return lastAction && outcome ? [{ confidence: lastAction.confidence, success: outcome === "fixed" }] : [];
}

function outcomeOf(task: TaskSummary): AutonomyOutcome[] {
  const last = task.lastAction;
  const outcome = last && learned(last.result);
  return last && outcome ? [{ risk: last.risk, outcome, at: last.at }] : [];
}

function learned(result: Attempt["result"]): Outcome | undefined {
  switch (result) {
    case "fixed":
    case "symptom_only":
    case "not_fixed":
    case "not_held":
      return result;
    case "worse":
      return "harm";
    case "failed":
      return "not_fixed";
    case "running":
    case "refused":
    case "rejected":
      return undefined;
    default:
      return result satisfies never;
  }
}
