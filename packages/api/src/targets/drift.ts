import {
  type Baseline,
  type Context,
  factsOf,
  messageOf,
  type Observation,
  type Target,
  type TaskSummary,
} from "@gradus/core";
import type { ApiContext } from "../ports.ts";
import type { TargetDetail } from "../views/target.ts";

type Answer = Pick<TargetDetail, "drift" | "compared">;
type Compared = NonNullable<TargetDetail["compared"]>;

/** Of so many of the newest tasks evidence is read. */
const TASKS = 5;
/** Nobody waits longer for a comparison: then what detection found is told. */
const PATIENCE_MS = 2_000;

/**
 * What differs from the baseline: compared now where the API can reach the target, else as detection compared it last, else
 * as a task did. What is not of now says whether a verified fix came after it.
 */
export async function driftOf(
  api: Pick<ApiContext, "core" | "seen" | "compare">,
  target: Target,
  baseline: Baseline | undefined,
  tasks: readonly TaskSummary[],
): Promise<Answer> {
  const now = baseline && (await comparedNow(api, target, baseline));
  if (now)
    return { drift: drifts(now), compared: { at: api.core.clock.now(), by: "now", total: now.length } };
  const seen = api.seen?.(target.id)?.drift;
  if (seen) {
    const { at, total, found } = seen;
    const compared: Compared = { at, by: "pass", total, ...repaired(at, total, tasks) };
    return { drift: found.map(({ text, fact }) => ({ at, text, fact })), compared };
  }
  return comparedByTask(api.core, target.id, tasks);
}

async function comparedNow(
  { core, compare }: Pick<ApiContext, "core" | "compare">,
  target: Target,
  baseline: Baseline,
): Promise<Observation[] | undefined> {
  if (!compare) return undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<undefined>((done) => {
    timer = setTimeout(() => done(undefined), PATIENCE_MS);
  });
  try {
    return await Promise.race([compare(target, baseline), late]);
  } catch (error) {
    core.log("warn", "a target could not be compared with its baseline for a page", {
      target: target.id,
      error: messageOf(error),
    });
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}

const drifts = (found: readonly Observation[]): TargetDetail["drift"] =>
  factsOf(found, "drift").map(({ at, text, fact }) => ({ at, text, fact }));

function repaired(at: number, total: number, tasks: readonly TaskSummary[]): { repairedAt?: number } {
  const fix = tasks.find(({ status, closedAt = 0 }) => status === "fixed" && closedAt > at);
  return total > 0 && fix?.closedAt !== undefined ? { repairedAt: fix.closedAt } : {};
}

/** The newest task that compared decides: if it found nothing, nothing differed, whatever was found before. */
async function comparedByTask(
  ctx: Pick<Context, "store">,
  target: string,
  tasks: readonly TaskSummary[],
): Promise<Answer> {
  for (const { id } of tasks.slice(0, TASKS)) {
    const [task, more] = await Promise.all([ctx.store.tasks.get(id), ctx.store.tasks.evidence(id)]);
    const seen = [...(task?.observations ?? []), ...more].filter((o) => o.target === target);
    if (!isCompared(seen)) continue;
    const found = new Map(factsOf(seen, "drift").map((drift) => [drift.id, drift]));
    const last = Math.max(...[...found.values()].map(({ at }) => at));
    const drift = [...found.values()].filter(({ at }) => at === last);
    const at = drift.length > 0 ? last : Math.max(...seen.map((o) => o.at));
    return {
      drift: drift.map(({ text, fact }) => ({ task: id, at, text, fact })),
      compared: { at, by: "task", total: drift.length, ...repaired(at, drift.length, tasks) },
    };
  }
  return { drift: [] };
}

/** Everything is diagnosed together, drift too, unless there was no baseline yet or it could not be compared. */
const isCompared = (seen: readonly Observation[]): boolean =>
  seen.some(({ fact }) => fact.kind === "drift") ||
  (seen.some(({ source, fact }) => source === "diagnostic" && fact.kind !== "dependency") &&
    !seen.some(isInVain));

const isInVain = ({ fact }: Observation): boolean =>
  fact.kind === "note" && (fact.topic === "baseline" || fact.topic === "diagnostic:drift");
