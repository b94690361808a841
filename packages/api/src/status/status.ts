import {
  autonomySetFor,
  type AutonomyOutcome,
  type Context,
  effectiveAutonomy,
  pauseOf,
  type Seen,
  type Settings,
  type Target,
  unseenOf,
  windowAt,
} from "@gradus/core";
import type { HealthReport, TargetView } from "../views/status.ts";
import { createHealth } from "./health.ts";
import { createRemembered, each, type Remembered } from "./remembered.ts";
import type { Board } from "./seen.ts";

interface StatusOptions {
  context: () => Context;
  board: Board;
  version: string;
  startedAt: number;
  /** Problems of Gradus itself that are known now, one sentence each. */
  problems: () => string[];
  /** Given where a status lives shorter than its process. */
  remembered?: Remembered;
}

/** What the page, the API and the terminal say of targets and of Gradus itself. */
export interface Status {
  targets(): Promise<TargetView[]>;
  /** Undefined: there is none of that id. */
  target(id: string): Promise<TargetView | undefined>;
  /** What detection saw of it last. */
  seen(id: string): Seen | undefined;
  health(): Promise<HealthReport>;
}

export function createStatus(options: StatusOptions): Status {
  const remembered = options.remembered ?? createRemembered();
  const { board } = options;
  const viewsOf = async (targets: readonly Target[]): Promise<TargetView[]> => {
    const ctx = options.context();
    const [settings, outcomes] = await Promise.all([
      ctx.store.settings.read(),
      remembered.outcomes(ctx, targets),
    ]);
    const views = new Map<string, TargetView>();
    await each(targets, async (target) => {
      const baseline = board.of(target.id)?.baseline ?? (await remembered.baseline(ctx, target.id));
      const history = outcomes.get(target.id) ?? [];
      views.set(target.id, view(target, { board, settings, history, baseline, now: ctx.clock.now() }));
    });
    return targets.flatMap(({ id }) => views.get(id) ?? []);
  };
  return {
    health: createHealth(options),
    targets: () => viewsOf(options.context().targets.all()),
    async target(id) {
      const target = options.context().targets.get(id);
      return target && (await viewsOf([target]))[0];
    },
    seen: (id) => board.of(id),
  };
}

interface Known {
  board: Board;
  settings: Settings;
  history: readonly AutonomyOutcome[];
  baseline: Seen["baseline"];
  now: number;
}

function view(target: Target, { board, settings, history, baseline, now }: Known): TargetView {
  const seen = board.of(target.id);
  const unseen = unseenOf(board, target, now);
  const switchedOff = pauseOf(settings, target.id) !== undefined;
  const set = autonomySetFor(settings, target.id);
  return {
    id: target.id,
    software: target.software,
    ...(target.owner === undefined ? {} : { owner: target.owner }),
    // How it was is not how it is.
    state: unseen ? "unknown" : (seen?.state ?? "unknown"),
    ...(unseen ? { unseen } : {}),
    paused: switchedOff || windowAt(target.maintenance, now) !== undefined,
    ...(seen ? { checkedAt: seen.at } : {}),
    symptoms: unseen ? [] : (seen?.symptoms ?? []),
    degraded: unseen ? [wordsOf(unseen)] : (seen?.degraded ?? []),
    ...(seen?.pid === undefined || unseen ? {} : { pid: seen.pid }),
    ...(baseline?.version === undefined ? {} : { version: baseline.version }),
    ...(baseline ? { baseline: { generation: baseline.generation, takenAt: baseline.takenAt } } : {}),
    autonomy: effectiveAutonomy({ base: target.autonomy, set, history, now }),
    dependsOn: target.dependsOn,
    intervalMs: target.intervalMs,
    demo: target.demo,
  };
}

const wordsOf = ({ why }: { why?: string }): string =>
  why === undefined
    ? "Nothing has looked at it for a while: see the log of Gradus."
    : `The last looks at it failed: ${why}`;
