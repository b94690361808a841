import {
  allowancesNow,
  autonomySetFor,
  dependentsOf,
  GradusError,
  pauseOf,
  riskSchema,
  type RunbookCard,
  type Settings,
  type Target,
  type TaskSummary,
} from "@gradus/core";
import type { ApiContext } from "../ports.ts";
import type { AllowanceView, TargetDetail } from "../views/target.ts";
import { baselinesOf } from "./baseline.ts";
import { checksOf } from "./checks.ts";
import { driftOf } from "./drift.ts";
import { windowsOf } from "./windows.ts";

const TASKS = 20;

/** Everything that is known of one target. Nothing is looked at but, where it is in reach, how it differs from its baseline. */
export async function detailOf(api: ApiContext, id: string): Promise<TargetDetail> {
  const ctx = api.core;
  const [target, view] = [ctx.targets.get(id), await api.target(id)];
  if (!target || !view) throw new GradusError("not_found", `There is no target "${id}".`);
  const [settings, { tasks }] = await Promise.all([
    ctx.store.settings.read(),
    ctx.store.tasks.list({ state: "all", target: id, limit: TASKS }),
  ]);
  const [series, { drifted, shown }, allows] = await Promise.all([
    api.series(target),
    comparedWith(api, target, tasks),
    allowsOf(api, target, settings),
  ]);
  const pause = pauseOf(settings, id);
  return {
    target: view,
    checks: checksOf(target, api.seen?.(id)),
    series,
    ...shown,
    ...drifted,
    allows,
    runbooks: runbooksOf(ctx.hands.cards(), api.possible(target)),
    dependents: dependentsOf(id, ctx.targets.all()),
    ...(pause ? { paused: pause } : {}),
    maintenance: windowsOf(target, ctx.clock.now()),
    tasks,
  };
}

async function comparedWith(api: ApiContext, target: Target, tasks: readonly TaskSummary[]) {
  const { latest, shown } = await baselinesOf(api.core, target.id);
  return { shown, drifted: await driftOf(api, target, latest, tasks) };
}

async function allowsOf(api: ApiContext, target: Target, settings: Settings): Promise<AllowanceView[]> {
  const now = await allowancesNow(api.core, target, settings);
  const sets = autonomySetFor(settings, target.id);
  return riskSchema.options.map((risk) => {
    const set = sets[risk];
    return { risk, ...now[risk], entry: target.autonomy[risk], ...(set ? { set } : {}) };
  });
}

function runbooksOf(cards: readonly RunbookCard[], possible: readonly string[]): TargetDetail["runbooks"] {
  return possible.flatMap((id) => {
    const card = cards.find((c) => c.id === id);
    return card ? [{ id, title: card.title, risk: card.risk, undoable: card.undoable }] : [];
  });
}
