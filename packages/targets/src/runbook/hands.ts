import { setTimeout as sleep } from "node:timers/promises";
import {
  actionKey,
  levels,
  messageOf,
  redact,
  type Action,
  type ApplyOutcome,
  type BaselineStore,
  type CapacityControl,
  type Clock,
  type Hands,
  type Host,
  type Releases,
  type ServiceManager,
  type Target,
} from "@gradus/core";
import { runbooks } from "./actions/index.ts";
import { reniceProcess } from "./actions/renice-process.ts";
import type { Bound, Runbook } from "./support/define.ts";
import { createRun, type Run } from "./support/run.ts";
import type { Log, Protect, Scene } from "./support/scene.ts";

export interface HandsOptions {
  host: (id: string) => Host;
  manager: (target: Target) => ServiceManager;
  baselines: BaselineStore;
  /** Versions and capacity that a platform keeps and gives; without them such runbooks are refused. */
  releases?: Releases;
  capacity?: CapacityControl;
  fetch: typeof fetch;
  clock: Clock;
  protect: Protect;
  /** Whether Gradus may raise a priority here: if not, to lower one could not be undone, and is not offered. */
  mayRaisePriority?: boolean;
  log: Log;
  /** Waits between two looks; tests may pass time instead. */
  sleep?: (ms: number) => Promise<void>;
}

/** The hands on machines: the closed catalogue of runbooks, and nothing else. */
export function createHands(options: HandsOptions): Hands {
  const byId = new Map(runbooks.map((r) => [r.card.id, r]));
  const cards = runbooks.map((r) => r.card);
  const offered = runbooks.filter((r) => r !== reniceProcess || options.mayRaisePriority !== false);
  /** What was there before the last application, for callers that do not keep its outcome. */
  const remembered = new Map<string, Record<string, unknown>>();

  const sceneOf = (target: Target): Scene => ({
    target,
    host: options.host(target.host),
    manager: target.manager ? options.manager(target) : undefined,
    managerOf: options.manager,
    baselines: options.baselines,
    releases: options.releases,
    capacity: options.capacity,
    fetch: options.fetch,
    clock: options.clock,
    protect: options.protect,
    log: options.log,
    sleep: options.sleep ?? ((ms) => sleep(ms)),
  });

  const bind = ({ runbook, params }: Action): Bound | string =>
    byId.get(runbook)?.bind(params) ?? `there is no runbook "${runbook.slice(0, 100)}"`;

  const refusal = async (target: Target, bound: Bound | string): Promise<string | undefined> => {
    if (typeof bound === "string") return bound;
    try {
      return await bound.ready(sceneOf(target));
    } catch (error) {
      // What cannot be checked is not done.
      return `cannot be checked: ${redact(messageOf(error), 300)}`;
    }
  };

  const perform = async (target: Target, act: (run: Run) => Promise<void>): Promise<ApplyOutcome> => {
    const run = createRun(options.clock);
    let reason: string | undefined;
    try {
      await act(run);
    } catch (error) {
      reason = redact(messageOf(error), 500);
    }
    const { steps, undo, before } = run;
    return {
      result: reason === undefined ? "done" : "failed",
      steps,
      ...(reason === undefined ? {} : { reason }),
      ...(undo ? { undo } : {}),
      ...(before ? { before } : {}),
    };
  };

  return {
    cards: () => cards,
    applicable: (target, observations) => candidates(offered, target, observations),
    check: (target, action) => refusal(target, bind(action)),
    async apply(target, action) {
      const bound = bind(action);
      if (typeof bound === "string") return { result: "refused", steps: [], reason: bound };
      const no = await refusal(target, bound);
      if (no !== undefined) return { result: "refused", steps: [], reason: no };
      const outcome = await perform(target, (run) => bound.apply(sceneOf(target), run));
      if (outcome.before) remembered.set(`${target.id} ${actionKey(action)}`, outcome.before);
      options.log("applied", { target: target.id, runbook: action.runbook, result: outcome.result });
      return outcome;
    },
    async undo(target, action, outcome) {
      const bound = bind(action);
      if (typeof bound === "string") return { result: "refused", steps: [], reason: bound };
      const { undo } = bound;
      if (!undo) return { result: "refused", steps: [], reason: `${action.runbook} cannot be undone` };
      const saved = outcome.undo ?? (outcome.result === "done" ? undefined : bound.undoneFrom);
      if (!saved) return { result: "refused", steps: [], reason: "nothing was changed that could be undone" };
      const undone = await perform(target, (run) => undo(sceneOf(target), saved, run));
      options.log("undone", { target: target.id, runbook: action.runbook, result: undone.result });
      return undone;
    },
    async causeGone(target, action, outcome) {
      const bound = bind(action);
      if (typeof bound === "string") return undefined;
      const before = outcome?.before ?? remembered.get(`${target.id} ${actionKey(action)}`);
      try {
        return await bound.causeGone(sceneOf(target), before);
      } catch (error) {
        options.log("cannot tell whether the cause is gone", {
          target: target.id,
          runbook: action.runbook,
          reason: redact(messageOf(error), 300),
        });
        return undefined;
      }
    },
  };
}

const candidates = (
  all: readonly Runbook[],
  ...[target, observations]: Parameters<Hands["applicable"]>
): Action[] =>
  levels.flatMap((level) =>
    all
      .filter((r) => r.card.level === level)
      .flatMap((r) => r.candidates(target, observations).map((params) => ({ runbook: r.card.id, params }))),
  );
