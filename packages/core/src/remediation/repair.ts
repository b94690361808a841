import { symptomOf } from "../symptom/catalogue.ts";
import type { Target } from "../target/schema.ts";
import type { Task, TaskSummary } from "../task/schema.ts";
import type { Context } from "./context.ts";
import { settleSeconds } from "./look-around.ts";

/**
 * A dependency that answers again takes the blame as well while its repair is not verified yet, and so long afterwards as
 * the target may need to recover from it: what is wrong then is not a fault of its own. If it lasts, it is seen again.
 */
export async function repairBehind(
  ctx: Pick<Context, "store" | "clock">,
  target: Target,
  { firstSeenAt }: Pick<Task, "firstSeenAt">,
  dependencies: readonly string[],
): Promise<TaskSummary | undefined> {
  const since = ctx.clock.now() - settleSeconds(target) * 1_000 - 2 * target.intervalMs;
  const lists = await Promise.all(
    dependencies.map((id) => ctx.store.tasks.list({ state: "all", target: id, limit: 10 })),
  );
  return lists
    .flatMap(({ tasks }) => tasks)
    .filter((t) => symptomOf(t.symptom).impact === "hard")
    .find(
      ({ status, closedAt = 0 }) =>
        status === "working" || (status === "fixed" && closedAt >= Math.max(since, firstSeenAt)),
    );
}
