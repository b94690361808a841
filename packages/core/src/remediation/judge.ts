import { isStarting } from "../detection/starting.ts";
import type { Look } from "../detection/watcher.ts";
import { factsOf } from "../observation/schema.ts";
import { symptomOf } from "../symptom/catalogue.ts";
import { dependenciesOf } from "../target/topology.ts";
import type { Target } from "../target/schema.ts";
import type { Attempt, Task, Verification } from "../task/schema.ts";
import type { Context } from "./context.ts";
import { dependencyDown, isGone, lookAround, type LookAround } from "./look-around.ts";
import { repairBehind } from "./repair.ts";
import type { RemediationState } from "./state.ts";

/** A symptom measured over a window (error rate, latency, memory) needs a moment longer to show that it is gone. */
const WINDOWED_PATIENCE_MS = 12_000;
const HARD_PATIENCE_MS = 2_000;
const LOOK_AGAIN_MS = 1_000;

/** What is seen after an action. */
interface Findings {
  /** Anything at all. */
  seen: boolean;
  symptomGone: boolean;
  healthy: boolean;
  /** Symptoms of the target now. */
  left: string[];
  /** What the target depends on, and what is left is the fault of. */
  blamed?: string | undefined;
  /** Hard symptoms that the action is blamed for. */
  worse: string[];
  /** Those of dependents that have a cause of their own. */
  ofThemselves: string[];
  causeGone: boolean | undefined;
}

/** What an action has brought, and the hard symptoms that are there now: the next action is not blamed for them. */
export async function judge(
  ctx: Context,
  task: Task,
  target: Target,
  state: RemediationState,
  attempt: Attempt,
): Promise<{ verification: Verification; hard: string[] }> {
  const { around, introduced } = await lookUntilSettled(ctx, task, target, state.before);
  const { own, hard } = around;
  const causeGone = await ctx.hands.causeGone(target, attempt.action, attempt.outcome);
  const symptomGone = !own.signals.some((s) => s.symptom === task.symptom && s.key === task.key);
  const left = own.signals.map((s) => s.symptom);
  // What was down and answers with an error now is better, not worse.
  const isBetter = symptomGone && left.every((s) => isMilder(task, s));
  const found: Findings = {
    seen: own.observations.length > 0,
    symptomGone,
    healthy: own.healthy,
    left,
    causeGone,
    blamed: own.healthy || !isBetter || causeGone !== true ? undefined : await blame(ctx, task, target),
    ...(await causedBy(ctx, target, isBetter ? introduced.filter((s) => !isOwn(target, s)) : introduced)),
  };
  const hasDependents = ctx.targets.all().some((t) => t.dependsOn.includes(target.id));
  const verification: Verification = {
    at: ctx.clock.now(),
    result: resultOf(target, found),
    symptomGone,
    healthy: found.healthy,
    dependentsHealthy: areDependentsWell(target, found),
    reasons: [],
    ...(causeGone === undefined ? {} : { causeGone }),
  };
  const { id } = symptomOf(task.symptom);
  const back = bringsBack(task, verification) ? [`not taken back, which would bring ${id} back`] : [];
  return {
    verification: { ...verification, reasons: [...reasonsOf(target, id, found, hasDependents), ...back] },
    hard,
  };
}

const areDependentsWell = (target: Target, { worse }: Findings): boolean =>
  worse.every((s) => isOwn(target, s));

function resultOf(target: Target, found: Findings): Verification["result"] {
  if (!found.seen) return "inconclusive";
  const isWell = found.healthy || found.blamed !== undefined;
  if (found.symptomGone && isWell && areDependentsWell(target, found))
    return found.causeGone === false ? "symptom_only" : "fixed";
  return found.worse.length > 0 ? "worse" : "not_fixed";
}

function reasonsOf(target: Target, symptom: string, found: Findings, hasDependents: boolean): string[] {
  const { seen, symptomGone, healthy, left, blamed, worse, ofThemselves, causeGone } = found;
  const some = (all: readonly string[]): string => all.slice(0, 10).join(", ");
  return [
    seen ? "" : "nothing could be observed, so nothing is proven",
    symptomGone ? `${symptom} is gone` : `${symptom} is still there`,
    healthy
      ? `${target.id} is healthy`
      : `${target.id} is not healthy: ${left.join(", ") || "no check passed"}`,
    blamed ? `what is left is the fault of ${blamed}, which it depends on` : "",
    hasDependents && areDependentsWell(target, found) ? "dependents are no worse" : "",
    worse.some((s) => !isOwn(target, s)) ? `worse: ${some(worse)}` : "",
    ofThemselves.length > 0 ? `not because of this, it was changed itself: ${some(ofThemselves)}` : "",
    causeGone === undefined ? "" : causeGone ? "the cause is gone" : "the cause is still there",
  ].filter((reason) => reason !== "");
}

/**
 * Whether taking an action back that made dependents worse would break the target itself again: what they depend on is well
 * since then, so they can only lose by it. What is wrong with them has tasks of its own.
 */
export const bringsBack = (task: Pick<Task, "symptom">, verification: Verification | undefined): boolean =>
  verification?.result === "worse" &&
  verification.symptomGone &&
  verification.healthy &&
  symptomOf(task.symptom).impact === "hard";

const isMilder = (task: Pick<Task, "symptom">, symptom: string): boolean =>
  symptomOf(symptom).rank < symptomOf(task.symptom).rank;

const isOwn = (target: Target, symptom: string): boolean => symptom.startsWith(`${target.id}:`);

/** What the target depends on that is down, or is being repaired: the same as triage would say. */
async function blame(ctx: Context, task: Task, target: Target): Promise<string | undefined> {
  const down = await dependencyDown(ctx, target);
  if (down) return down.id;
  return (await repairBehind(ctx, target, task, dependenciesOf(target.id, ctx.targets.all())))?.target;
}

/** Where the target is well, its dependents are given the time that it took: what they measure may still hold the outage. */
async function lookUntilSettled(
  ctx: Context,
  task: Task,
  target: Target,
  before: readonly string[],
): Promise<{ around: LookAround; introduced: string[] }> {
  const deadline = ctx.clock.now() + WINDOWED_PATIENCE_MS;
  let look = await lookUntilGone(ctx, task, target);
  for (;;) {
    const around = await lookAround(ctx, target, look);
    const introduced = around.hard.filter((s) => !before.includes(s));
    const isSettled = introduced.length === 0 || introduced.some((s) => isOwn(target, s));
    if (isSettled || !isGone(task, look) || ctx.clock.now() + LOOK_AGAIN_MS > deadline)
      return { around, introduced };
    await ctx.pause(LOOK_AGAIN_MS);
    look = await ctx.watcher.look(target);
  }
}

/** A dependent whose files, variables or release changed since it was last well has a cause of its own, and will get its own task. */
async function causedBy(
  ctx: Context,
  target: Target,
  introduced: readonly string[],
): Promise<Pick<Findings, "worse" | "ofThemselves">> {
  const dependents = ctx.targets
    .all()
    .filter((t) => t.id !== target.id && introduced.some((s) => isOwn(t, s)));
  const changed = await Promise.all(
    dependents.map(async (dependent) => {
      const drifts = factsOf(await ctx.diagnostics.run(dependent, ["drift"]), "drift");
      return drifts.some(({ fact }) => fact.aspect !== "port") ? [dependent] : [];
    }),
  );
  const ofThemselves = introduced.filter((s) => changed.flat().some((t) => isOwn(t, s)));
  return { ofThemselves, worse: introduced.filter((s) => !ofThemselves.includes(s)) };
}

/**
 * Looks until the symptom is gone or patience ends; a hard symptom gets little, a windowed one a little more, and a start its
 * period: one, or what is started again and again by somebody else would be starting for ever.
 */
export async function lookUntilGone(ctx: Context, task: Task, target: Target): Promise<Look> {
  const begun = ctx.clock.now();
  const [deadline, hardDeadline] = [begun + WINDOWED_PATIENCE_MS, begun + HARD_PATIENCE_MS];
  const startDeadline = begun + target.startPeriodMs;
  for (;;) {
    const look = await ctx.watcher.look(target);
    if (isGone(task, look)) return look;
    const down = look.signals.some((s) => symptomOf(s.symptom).rank >= symptomOf("http_timeout").rank);
    const starting = look.at < startDeadline && look.signals.some((s) => isStarting(target, s.symptom, look));
    if (!starting && ctx.clock.now() + LOOK_AGAIN_MS > (down ? hardDeadline : deadline)) return look;
    await ctx.pause(LOOK_AGAIN_MS);
  }
}
