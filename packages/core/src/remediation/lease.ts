import { actionKey, type Action } from "../runbook/schema.ts";
import type { Lease } from "../settings/schema.ts";
import type { Target } from "../target/schema.ts";
import { neighboursOf } from "../target/topology.ts";
import type { Task } from "../task/schema.ts";
import type { Context } from "./context.ts";
import { settleSeconds } from "./look-around.ts";

type Ctx = Pick<Context, "store" | "targets" | "clock">;

/** How long a lease binds, beside twice the settle time: applying, verifying, taking back, with their retries. */
const LEASE_MS = 10 * 60_000;
/** Visits to Apply that one attempt may need while others work next door; they make up the lease's number. */
const MOST_VISITS = 1_000;

/** The lease of an attempt of the task that has taken the target and not given it back: its action may have been begun. */
export async function underWay(
  ctx: Pick<Context, "store">,
  task: Pick<Task, "id" | "target">,
  n: number,
): Promise<Lease | undefined> {
  const lease = await ctx.store.leases.get(task.target);
  const isMine = lease?.task === task.id && !lease.released;
  return isMine && Math.floor(lease.attempt / MOST_VISITS) === n ? lease : undefined;
}

/**
 * Takes the target for one visit to Apply. Each visit has a number of its own, because one that found a neighbour busy gave
 * the target back untouched; the same visit delivered again (a crash in between) is not `fresh`: it may have acted.
 */
export async function claim(
  ctx: Ctx,
  of: { task: Task; target: Target; n: number; visit: number; action: Action },
): Promise<{ fresh: boolean; lease: Lease } | undefined> {
  const { task, target, n, visit } = of;
  const now = ctx.clock.now();
  const attempt = n * MOST_VISITS + visit;
  // Left by an execution of this task that is gone.
  const begun = await underWay(ctx, task, n);
  if (begun && begun.attempt !== attempt) return { fresh: false, lease: begun };
  for (let tried = 0; tried < 3; tried++) {
    const got = await ctx.store.leases.acquire({
      target: target.id,
      task: task.id,
      attempt,
      action: actionKey(of.action),
      now,
      until: now + LEASE_MS + 2_000 * settleSeconds(target),
    });
    if (got.ok) return got;
    if (got.heldBy.task !== task.id && (await binds(ctx, got.heldBy))) return undefined;
    await ctx.store.leases.release(target.id, got.heldBy.task);
  }
  return undefined;
}

/** Whether somebody may be acting on a direct dependency or dependent right now. */
export async function neighbourIsBusy(ctx: Ctx, task: Task, target: Target): Promise<boolean> {
  const neighbours = neighboursOf(target.id, ctx.targets.all());
  const busy = await Promise.all(
    neighbours.map(async (id) => {
      const lease = await ctx.store.leases.get(id);
      return lease !== undefined && lease.task !== task.id && (await binds(ctx, lease));
    }),
  );
  return busy.includes(true);
}

/**
 * A lease binds until it is given back or ends. Only success leaves it behind (that saves a write): the lease of a fixed task
 * is free. One of a task that was closed otherwise binds, because its action may still be under way.
 */
async function binds(ctx: Ctx, lease: Lease): Promise<boolean> {
  if (lease.released || lease.until <= ctx.clock.now()) return false;
  const holder = await ctx.store.tasks.get(lease.task);
  return holder !== undefined && holder.status !== "fixed";
}
