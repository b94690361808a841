import { messageOf } from "../error/error.ts";
import type { Observation } from "../observation/schema.ts";
import type { Context } from "../remediation/context.ts";
import type { Target } from "../target/schema.ts";
import { type BaselineHead, type Compared, comparedOf, headOf } from "./compared.ts";
import type { Baseline } from "./schema.ts";

/** A change that has been healthy this long is accepted into the baseline. */
export const ACCEPT_DRIFT_MS = 10 * 60_000;

/**
 * What a target's passes remember: since when it is healthy on end, when the baseline was last compared, and whether there was
 * nothing to keep, as of a target that is known by its address only. What was found stays through faults: pages show it.
 */
export interface Health {
  since?: number;
  compared?: number;
  nothing?: true;
  /** The baseline in force. */
  baseline?: BaselineHead;
  drift?: Compared;
}

const COMPARE_EVERY_MS = 60_000;
/** Each time is a read of the table for each target: those with nothing to keep are most of a fleet. */
const ASK_AGAIN_MS = 10 * 60_000;

type Ctx = Pick<Context, "store" | "baseliner" | "clock" | "events" | "log">;

/**
 * Compares a target with its baseline once a minute, whatever its state: what has changed matters most while something is
 * wrong. Takes the first baseline as soon as a target is healthy, and a new one when something has changed and the target was
 * healthy for ten minutes on end with no open task: a bad change that shows late must not become "good".
 */
export async function keepBaseline(
  ctx: Ctx,
  target: Target,
  healthy: boolean,
  health: Health,
): Promise<Health> {
  const now = ctx.clock.now();
  const { baseline, drift, compared } = health;
  const since = healthy ? (health.since ?? now) : undefined;
  const before: Health = {
    ...(since === undefined ? {} : { since }),
    ...(baseline ? { baseline } : {}),
    ...(drift ? { drift } : {}),
  };
  const every = health.nothing ? ASK_AGAIN_MS : COMPARE_EVERY_MS;
  const isAnew = healthy && health.since === undefined;
  if (!isAnew && compared !== undefined && now - compared < every)
    return { ...before, compared, ...(health.nothing ? { nothing: true } : {}) };
  const latest = await ctx.store.baselines.latest(target.id);
  if (!latest) return first(ctx, target, { ...before, compared: now }, healthy);
  const found = await differences(ctx, target, latest);
  const next: Health = { ...before, compared: now, baseline: headOf(latest) };
  if (!found) return next;
  const isOld = since !== undefined && now - since >= ACCEPT_DRIFT_MS;
  if (isOld && found.length > 0 && !(await hasOpenTask(ctx, target))) {
    const taken = await take(ctx, target, latest.generation + 1);
    if (taken) return { ...next, baseline: headOf(taken), drift: comparedOf(now, []) };
  }
  return { ...next, drift: comparedOf(now, found) };
}

async function first(ctx: Ctx, target: Target, next: Health, healthy: boolean): Promise<Health> {
  const { baseline: _baseline, drift: _drift, ...rest } = next;
  const taken = healthy ? await take(ctx, target, 1) : undefined;
  if (!taken) return { ...rest, nothing: true };
  return { ...rest, baseline: headOf(taken), drift: comparedOf(taken.takenAt, []) };
}

/** Undefined where it could not be compared: what was found before stands, with its time. */
async function differences(ctx: Ctx, target: Target, latest: Baseline): Promise<Observation[] | undefined> {
  try {
    return await ctx.baseliner.drift(target, latest);
  } catch (error) {
    ctx.log("warn", "a target could not be compared with its baseline; the next minute tries again", {
      target: target.id,
      error: messageOf(error),
    });
    return undefined;
  }
}

async function hasOpenTask(ctx: Ctx, target: Target): Promise<boolean> {
  const { tasks } = await ctx.store.tasks.list({ state: "open", target: target.id, limit: 1 });
  return tasks.length > 0;
}

async function take(ctx: Ctx, target: Target, generation: number): Promise<Baseline | undefined> {
  const baseline = await ctx.baseliner.capture(target, generation);
  if (!baseline) return undefined;
  await ctx.store.baselines.save(baseline);
  await ctx.events.publish({
    type: "baseline.taken",
    at: ctx.clock.now(),
    actor: "gradus",
    data: { target: target.id, generation },
  });
  return baseline;
}
