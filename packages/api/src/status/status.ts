import { autonomyNow, type Context, pauseOf, type Settings, type Target, windowAt } from "@gradus/core";
import type { HealthReport, TargetView } from "../views/status.ts";
import { createHealth } from "./health.ts";

/** What was seen of a target at the last look. */
export interface Seen {
  at: number;
  state: "healthy" | "failing" | "unknown";
  symptoms: Array<{ symptom: string; summary: string }>;
  /** What could not be seen: degraded, not failing. */
  degraded: string[];
  pid?: number;
}

interface StatusOptions {
  context: () => Context;
  board: { of(target: string): Seen | undefined };
  version: string;
  startedAt: number;
  /** Problems of Gradus itself that are known now, one sentence each. */
  problems: () => string[];
}

/** What the page, the API and the terminal say of targets and of Gradus itself. */
export interface Status {
  targets(): Promise<TargetView[]>;
  /** Undefined: there is none of that id. */
  target(id: string): Promise<TargetView | undefined>;
  health(): Promise<HealthReport>;
}

export function createStatus(options: StatusOptions): Status {
  return {
    health: createHealth(options),
    async targets() {
      const ctx = options.context();
      const settings = await ctx.store.settings.read();
      return Promise.all(ctx.targets.all().map((target) => view(ctx, options.board, settings, target)));
    },
    async target(id) {
      const ctx = options.context();
      const target = ctx.targets.get(id);
      return target && view(ctx, options.board, await ctx.store.settings.read(), target);
    },
  };
}

async function view(
  ctx: Context,
  board: StatusOptions["board"],
  settings: Settings,
  target: Target,
): Promise<TargetView> {
  const seen = board.of(target.id);
  const [baseline, autonomy] = await Promise.all([
    ctx.store.baselines.latest(target.id),
    autonomyNow(ctx, target, settings),
  ]);
  const switchedOff = pauseOf(settings, target.id) !== undefined;
  return {
    id: target.id,
    software: target.software,
    ...(target.owner === undefined ? {} : { owner: target.owner }),
    state: seen?.state ?? "unknown",
    paused: switchedOff || windowAt(target.maintenance, ctx.clock.now()) !== undefined,
    ...(seen ? { checkedAt: seen.at } : {}),
    symptoms: seen?.symptoms ?? [],
    degraded: seen?.degraded ?? [],
    ...(seen?.pid === undefined ? {} : { pid: seen.pid }),
    ...(baseline?.version === undefined ? {} : { version: baseline.version }),
    ...(baseline ? { baseline: { generation: baseline.generation, takenAt: baseline.takenAt } } : {}),
    autonomy,
    dependsOn: target.dependsOn,
    intervalMs: target.intervalMs,
    demo: target.demo,
  };
}
