import type { Look } from "../detection/watcher.ts";
import { symptomOf } from "../symptom/catalogue.ts";
import type { Target } from "../target/schema.ts";
import { dependenciesOf } from "../target/topology.ts";
import type { Task } from "../task/schema.ts";
import type { Context } from "./context.ts";

export interface LookAround {
  own: Look;
  /** Hard symptoms of the target and its direct dependents, by name: what is new after an action was made worse by it. */
  hard: string[];
}

/** Looks at a target and at what depends on it directly. `own` spares a second look at the target itself. */
export async function lookAround(
  ctx: Pick<Context, "watcher" | "targets">,
  target: Target,
  own?: Look,
): Promise<LookAround> {
  const dependents = ctx.targets.all().filter((t) => t.dependsOn.includes(target.id));
  const [first, ...looks] = await Promise.all([
    own ?? ctx.watcher.look(target),
    ...dependents.map((d) => ctx.watcher.look(d)),
  ]);
  return {
    own: first,
    hard: [...hardOf(target, first), ...dependents.flatMap((d, i) => hardOf(d, looks[i]))],
  };
}

const hardOf = (target: Target, look: Look | undefined): string[] =>
  (look?.signals ?? [])
    .filter((s) => symptomOf(s.symptom).impact === "hard")
    .map((s) => `${target.id}:${s.symptom}`);

/** The first of what a target depends on, directly or not, that is down now. */
export async function dependencyDown(
  ctx: Pick<Context, "watcher" | "targets">,
  target: Target,
): Promise<Target | undefined> {
  const dependencies = dependenciesOf(target.id, ctx.targets.all()).flatMap(
    (id) => ctx.targets.get(id) ?? [],
  );
  const looks = await Promise.all(dependencies.map((d) => ctx.watcher.look(d)));
  return dependencies.find((_, i) => isDown(looks[i]));
}

const isDown = (look: Look | undefined): boolean =>
  look !== undefined && look.signals.some((s) => symptomOf(s.symptom).impact === "hard");

/** Gone: seen, healthy, and the symptom is not there any more. */
export function isGone(task: Pick<Task, "symptom" | "key">, look: Look): boolean {
  if (look.observations.length === 0 || !look.healthy) return false;
  return !look.signals.some((s) => s.symptom === task.symptom && s.key === task.key);
}

/**
 * After an action, how long what is measured of a target still holds what was before it: a function's calls are summed over
 * five minutes (and arrive a minute late), a service's tasks are replaced one after the other.
 */
function unclearMs({ manager }: Target): number {
  switch (manager?.kind) {
    case "lambda":
      return 6 * 60_000;
    case "ecs":
      return 150_000;
    case "rds":
      return 120_000;
    case "process":
    case "script":
    case "container":
    case undefined:
      return 0;
    default:
      return manager satisfies never;
  }
}

/** How long the Settle state waits: whole seconds, at least one, and until a look says something of the time since. */
export const settleSeconds = (target: Target): number =>
  Math.max(1, Math.ceil(Math.max(target.settleMs, unclearMs(target)) / 1_000));
