import { type Context, messageOf } from "@gradus/core";
import type { HealthReport } from "../views/status.ts";
import { openCount } from "./open-count.ts";

interface HealthOptions {
  context: () => Context;
  version: string;
  startedAt: number;
  /** Problems of Gradus itself that are known now, one sentence each. */
  problems: () => string[];
}

/** How Gradus itself is. It answers whatever is broken: a store that cannot be read is one more problem. */
export function createHealth(options: HealthOptions): () => Promise<HealthReport> {
  let openTasks = { count: 0, more: false };
  let paused = false;
  return async () => {
    const ctx = options.context();
    const problems = options.problems();
    try {
      const [settings, open] = await Promise.all([ctx.store.settings.read(), openCount(ctx)]);
      paused = settings.paused !== undefined;
      openTasks = open;
    } catch (error) {
      problems.push(`The store cannot be read: ${messageOf(error)}`);
    }
    return {
      status: problems.length === 0 ? "ok" : "degraded",
      version: options.version,
      startedAt: options.startedAt,
      now: ctx.clock.now(),
      problems,
      paused,
      observeOnly: ctx.observeOnly,
      targets: ctx.targets.all().length,
      openTasks: openTasks.count,
      ...(openTasks.more ? { openTasksMore: true } : {}),
    };
  };
}
