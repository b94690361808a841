import type { Look } from "../detection/watcher.ts";
import { symptomOf } from "../symptom/catalogue.ts";
import { dependenciesOf } from "../target/topology.ts";
import type { Target } from "../target/schema.ts";
import { changeTask } from "../task/change.ts";
import { isOpen } from "../task/predicates.ts";
import type { Task } from "../task/schema.ts";
import { load } from "./case-file.ts";
import type { Context } from "./context.ts";
import type { RemediationState } from "./state.ts";

/**
 * Looks again before anything is done: a fault that is gone closes the task, a dependency that is down takes the blame
 * (the task is closed as suppressed, and recorded), and otherwise the phases begin.
 */
export async function triage(ctx: Context, input: { task: string }): Promise<RemediationState> {
  const { task, target } = await load(ctx, input.task);
  const state: RemediationState = {
    task: task.id,
    target: target.id,
    phase: task.phase,
    decision: "remediate",
    settle: settleSeconds(target),
    experts: ctx.panel.map((expert) => expert.id),
    before: [],
    waits: 0,
  };
  if (!isOpen(task)) return { ...state, decision: "closed" };

  const dependencies = dependenciesOf(target.id, ctx.targets.all()).flatMap(
    (id) => ctx.targets.get(id) ?? [],
  );
  const dependents = ctx.targets.all().filter((t) => t.dependsOn.includes(target.id));
  const [own, others, after] = await Promise.all([
    ctx.watcher.look(target),
    lookAt(ctx, dependencies),
    lookAt(ctx, dependents),
  ]);
  const down = dependencies.find((_, i) => isDown(others[i]));
  if (down) return { ...state, decision: "closed", why: await suppress(ctx, task, down) };
  if (isGone(task, own)) return { ...state, decision: "closed", why: await clear(ctx, task) };
  return {
    ...state,
    before: hardSymptoms([
      [target, own],
      ...dependents.map((d, i): [Target, Look | undefined] => [d, after[i]]),
    ]),
  };
}

const lookAt = (ctx: Context, targets: readonly Target[]): Promise<Look[]> =>
  Promise.all(targets.map((t) => ctx.watcher.look(t)));

/** Names of what is badly wrong now; what is new after an action was made worse by it. */
export const hardSymptoms = (looks: ReadonlyArray<readonly [Target, Look | undefined]>): string[] =>
  looks.flatMap(([target, look]) =>
    (look?.signals ?? [])
      .filter((s) => symptomOf(s.symptom).impact === "hard")
      .map((s) => `${target.id}:${s.symptom}`),
  );

/** The Settle state waits whole seconds, at least one. */
export const settleSeconds = (target: Target): number => Math.max(1, Math.ceil(target.settleMs / 1_000));

const isDown = (look: Look | undefined): boolean =>
  look !== undefined && look.signals.some((s) => symptomOf(s.symptom).impact === "hard");

/** Gone: seen, healthy, and neither the symptom nor anything else of the target is wrong. */
export function isGone(task: Pick<Task, "symptom" | "key">, look: Look): boolean {
  if (look.observations.length === 0 || !look.healthy) return false;
  return !look.signals.some((s) => s.symptom === task.symptom && s.key === task.key);
}

async function suppress(ctx: Context, task: Task, by: Target): Promise<string> {
  const outcome = `Suppressed: ${by.id}, which it depends on, is at fault.`;
  const now = ctx.clock.now();
  await changeTask(ctx, task.id, (t) =>
    isOpen(t)
      ? {
          task: { ...t, status: "suppressed", suppressedBy: by.id, outcome, closedAt: now },
          entries: [{ at: now, actor: "gradus", type: "task.suppressed", data: { by: by.id } }],
        }
      : undefined,
  );
  await ctx.events.publish({
    type: "task.suppressed",
    at: now,
    actor: "gradus",
    data: { task: task.id, target: task.target, by: by.id },
  });
  return outcome;
}

async function clear(ctx: Context, task: Task): Promise<string> {
  const outcome = "Gone by itself before anything was done.";
  const now = ctx.clock.now();
  await changeTask(ctx, task.id, (t) =>
    isOpen(t)
      ? {
          task: { ...t, status: "cleared", outcome, closedAt: now },
          entries: [{ at: now, actor: "gradus", type: "task.cleared", data: { by: "triage" } }],
        }
      : undefined,
  );
  await ctx.events.publish({
    type: "task.cleared",
    at: now,
    actor: "gradus",
    data: { task: task.id, target: task.target },
  });
  return outcome;
}
