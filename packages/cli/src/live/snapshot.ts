import type { HealthReport, TargetView } from "@gradus/api";
import type { TaskSummary } from "@gradus/core";
import type { Gradus } from "@gradus/local";
import { plainDeep } from "../text/plain.ts";

/** What the live summary shows. */
export interface Snapshot {
  url: string;
  logFile: string;
  targets: readonly TargetView[];
  health: HealthReport;
  open: readonly TaskSummary[];
  closed: readonly TaskSummary[];
}

const MOST_OPEN = 50;
const MOST_CLOSED = 20;

export async function takeSnapshot(gradus: Gradus): Promise<Snapshot> {
  const { tasks } = gradus.context.store;
  const [targets, health, open, closed] = await Promise.all([
    gradus.status.targets(),
    gradus.status.health(),
    tasks.list({ state: "open", limit: MOST_OPEN }),
    tasks.list({ state: "closed", limit: MOST_CLOSED }),
  ]);
  return plainDeep({
    url: gradus.url,
    logFile: gradus.logFile,
    targets,
    health,
    open: open.tasks,
    closed: closed.tasks.filter((t) => t.status !== "suppressed"),
  });
}
