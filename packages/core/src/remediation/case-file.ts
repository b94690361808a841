import { GradusError } from "../error/error.ts";
import type { CaseFile } from "../expert/schema.ts";
import { factsOf, type Observation } from "../observation/schema.ts";
import type { Target } from "../target/schema.ts";
import type { Task } from "../task/schema.ts";
import type { Context } from "./context.ts";

/** The task and its target; a target that is no longer configured is a fault that goes to a person. */
export async function load(
  ctx: Pick<Context, "store" | "targets">,
  id: string,
): Promise<{ task: Task; target: Target }> {
  const task = await ctx.store.tasks.get(id);
  if (!task) throw new GradusError("not_found", `there is no task ${id}`);
  const target = ctx.targets.get(task.target);
  if (!target)
    throw new GradusError("not_found", `target ${task.target} of task ${id} is not in targets.yaml any more`);
  return { task, target };
}

/** What experts get to see: the evidence, the candidates from the closed action space, what is tabu, what was learned. */
export async function caseFile(
  ctx: Context,
  task: Task,
  target: Target,
  extra: readonly Observation[] = [],
): Promise<CaseFile> {
  const observations = [...new Map([...task.observations, ...extra].map((o) => [o.id, o])).values()];
  return {
    task: task.id,
    symptom: task.symptom,
    severity: task.severity,
    openedAt: task.openedAt,
    now: ctx.clock.now(),
    target,
    observations,
    candidates: ctx.hands.applicable(target, observations),
    cards: ctx.hands.cards(),
    tabu: task.tabu,
    patterns: await ctx.store.patterns.bySoftware(target.software),
    neighbours: factsOf(observations, "dependency").map((o) => ({
      target: o.fact.target,
      direction: o.fact.direction,
      healthy: o.fact.healthy,
      ...(o.fact.symptom === undefined ? {} : { symptom: o.fact.symptom }),
    })),
  };
}
