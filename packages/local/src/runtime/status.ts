import { autonomyNow, type Context, windowAt } from "@gradus/core";
import type { HealthReport, TargetView } from "@gradus/api";
import type { Board } from "./board.ts";

interface StatusOptions {
  context: () => Context;
  board: Board;
  version: string;
  startedAt: number;
  /** Problems of Gradus itself that are known now, one sentence each. */
  problems: () => string[];
}

/** What the page and the API say of targets and of Gradus itself. */
export function createStatus(options: StatusOptions): { targets(): Promise<TargetView[]>; health(): Promise<HealthReport> } {
  return {
    async targets() {
      const ctx = options.context();
      const settings = await ctx.store.settings.read();
      return Promise.all(
        ctx.targets.all().map(async (target): Promise<TargetView> => {
          const seen = options.board.of(target.id);
          const [baseline, autonomy] = await Promise.all([ctx.store.baselines.latest(target.id), autonomyNow(ctx, target)]);
          const window = windowAt(target.maintenance, ctx.clock.now());
          return {
            id: target.id,
            software: target.software,
            ...(target.owner === undefined ? {} : { owner: target.owner }),
            state: seen?.state ?? "unknown",
            paused: settings.paused !== undefined || settings.pausedTargets[target.id] !== undefined || window !== undefined,
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
        }),
      );
    },
    async health() {
      const ctx = options.context();
      const [settings, open] = await Promise.all([ctx.store.settings.read(), ctx.store.tasks.list({ state: "open", limit: 500 })]);
      const problems = options.problems();
      return {
        status: problems.length === 0 ? "ok" : "degraded",
        version: options.version,
        startedAt: options.startedAt,
        now: ctx.clock.now(),
        problems,
        paused: settings.paused !== undefined,
        observeOnly: ctx.observeOnly,
        targets: ctx.targets.all().length,
        openTasks: open.tasks.length,
      };
    },
  };
}
