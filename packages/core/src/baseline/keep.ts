import type { Context } from "../remediation/context.ts";
import type { Target } from "../target/schema.ts";

/** A change that has been healthy this long is accepted into the baseline. */
export const ACCEPT_DRIFT_MS = 10 * 60_000;

/**
 * What a target's passes remember: since when it is healthy on end, when the baseline was last compared, and whether there was
 * nothing to keep, as of a target that is known by its address only.
 */
export interface Health {
  since?: number;
  compared?: number;
  nothing?: true;
}

const COMPARE_EVERY_MS = 60_000;
/** Each time is a read of the table for each target: those with nothing to keep are most of a fleet. */
const ASK_AGAIN_MS = 10 * 60_000;

/**
 * Takes the first baseline as soon as a target is healthy, and a new one when something has changed and the target was
 * healthy for ten minutes on end with no open task: a bad change that shows late must not become "good".
 */
export async function keepBaseline(
  ctx: Pick<Context, "store" | "baseliner" | "clock" | "events">,
  target: Target,
  healthy: boolean,
  health: Health,
): Promise<Health> {
  if (!healthy) return {};
  const now = ctx.clock.now();
  const since = health.since ?? now;
  const every = health.nothing ? ASK_AGAIN_MS : COMPARE_EVERY_MS;
  if (health.compared !== undefined && now - health.compared < every) return { ...health, since };
  const latest = await ctx.store.baselines.latest(target.id);
  if (!latest) {
    const taken = await take(ctx, target, 1);
    return { since, compared: now, ...(taken ? {} : { nothing: true }) };
  }
  if (now - since < ACCEPT_DRIFT_MS) return { since, compared: now };
  const { tasks } = await ctx.store.tasks.list({ state: "open", target: target.id, limit: 1 });
  if (tasks.length === 0 && (await ctx.baseliner.drift(target, latest)).length > 0)
    await take(ctx, target, latest.generation + 1);
  return { since, compared: now };
}

async function take(
  ctx: Pick<Context, "store" | "baseliner" | "clock" | "events">,
  target: Target,
  generation: number,
): Promise<boolean> {
  const baseline = await ctx.baseliner.capture(target, generation);
  if (!baseline) return false;
  await ctx.store.baselines.save(baseline);
  await ctx.events.publish({
    type: "baseline.taken",
    at: ctx.clock.now(),
    actor: "gradus",
    data: { target: target.id, generation },
  });
  return true;
}
