import { GradusError } from "../error/error.ts";
import { fingerprint } from "../issue/fingerprint.ts";
import type { Observation } from "../observation/schema.ts";
import type { Context } from "../remediation/context.ts";
import { repairBehind } from "../remediation/repair.ts";
import type { Signal } from "../signal/schema.ts";
import { symptomOf } from "../symptom/catalogue.ts";
import { dependenciesOf } from "../target/topology.ts";
import { changeTask } from "../task/change.ts";
import { isOpen } from "../task/predicates.ts";
import type { Task } from "../task/schema.ts";
import { attach } from "./attach.ts";
import { type Confirmed, newTask } from "./new-task.ts";
import { markNotHeld } from "./relapse.ts";

export type Opened =
  | { kind: "opened"; task: Task }
  | { kind: "attached"; task: Task }
  | { kind: "suppressed"; task: Task };

type Ctx = Pick<Context, "store" | "crypto" | "clock" | "targets" | "workflows" | "events" | "log">;

/**
 * Turns a confirmed signal into a task, exactly once: "create if none is open" is one conditional put. A signal of a target
 * that has an open task about something nearer to the cause becomes evidence of that task.
 */
export async function openTask(ctx: Ctx, seen: Confirmed): Promise<Opened> {
  const { target, signal } = seen;
  const print = fingerprint(ctx.crypto, { target: target.id, symptom: signal.symptom, key: signal.key });
  let diagnostics: readonly Observation[] | undefined;
  for (let tried = 0; tried < 4; tried++) {
    const latest = await ctx.store.tasks.latest(print);
    if (latest && isOpen(latest))
      return { kind: "attached", task: await attach(ctx, latest, [signal, ...seen.related]) };
    const nearer = await openTaskNearerToCause(ctx, target.id, signal);
    if (nearer) return { kind: "attached", task: await attach(ctx, nearer, [signal, ...seen.related]) };
    if (latest && (await stillSuppressed(ctx, latest, seen))) return { kind: "suppressed", task: latest };
    diagnostics ??= await seen.diagnostics();
    const task = newTask(ctx, seen, print, latest, diagnostics);
    if (await ctx.store.tasks.create(task)) {
      if (task.relapseOf) await markNotHeld(ctx, task.relapseOf);
      await overtake(ctx, task);
      await ctx.workflows.startRemediation(task.id);
      await ctx.events.publish({
        type: "task.opened",
        at: task.openedAt,
        actor: `detector:${signal.source}`,
        data: {
          task: task.id,
          target: target.id,
          symptom: signal.symptom,
          severity: task.severity,
          title: task.title,
        },
      });
      return { kind: "opened", task };
    }
  }
  throw new GradusError(
    "conflict",
    `could not open a task for ${target.id} ${signal.symptom}: others keep winning the race`,
  );
}

/** Tasks about vaguer symptoms of the same target that are still worked on give way to the one nearer to the cause. */
async function overtake(ctx: Ctx, task: Task): Promise<void> {
  const { tasks } = await ctx.store.tasks.list({ state: "open", target: task.target, limit: 50 });
  const vaguer = tasks.filter(
    (t) =>
      t.id !== task.id && t.status === "working" && symptomOf(t.symptom).rank < symptomOf(task.symptom).rank,
  );
  for (const { id } of vaguer) {
    const now = ctx.clock.now();
    await changeTask(ctx, id, (t) =>
      t.status === "working" && t.attempts.length === 0
        ? {
            task: {
              ...t,
              status: "suppressed",
              suppressedBy: task.target,
              closedAt: now,
              outcome: `Part of ${task.title}: see ${task.id}.`,
            },
            entries: [{ at: now, actor: "gradus", type: "task.suppressed", data: { by: task.id } }],
          }
        : undefined,
    );
  }
}

async function openTaskNearerToCause(ctx: Ctx, target: string, signal: Signal): Promise<Task | undefined> {
  const { tasks } = await ctx.store.tasks.list({ state: "open", target, limit: 50 });
  const nearer = tasks.filter((t) => symptomOf(t.symptom).rank >= symptomOf(signal.symptom).rank);
  const first = nearer[0];
  return first ? ctx.store.tasks.get(first.id) : undefined;
}

/**
 * As long as triage would say the same of a new task: a look each second opens no task each second. What was suppressed as part
 * of the target's own task says nothing of today: whether one is nearer to the cause was asked just before.
 */
async function stillSuppressed(ctx: Ctx, task: Task, { target, firstSeenAt }: Confirmed): Promise<boolean> {
  if (task.status !== "suppressed" || task.suppressedBy === target.id) return false;
  const dependencies = dependenciesOf(target.id, ctx.targets.all());
  const lists = await Promise.all(
    dependencies.map((id) => ctx.store.tasks.list({ state: "open", target: id, limit: 50 })),
  );
  if (lists.some(({ tasks }) => tasks.some((t) => symptomOf(t.symptom).impact === "hard"))) return true;
  return (await repairBehind(ctx, target, { firstSeenAt }, dependencies)) !== undefined;
}
