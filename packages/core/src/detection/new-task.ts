import { append } from "../audit/chain.ts";
import { taskId } from "../issue/fingerprint.ts";
import type { Observation } from "../observation/schema.ts";
import type { Context } from "../remediation/context.ts";
import type { Task } from "../task/schema.ts";
import type { Signal } from "../signal/schema.ts";
import type { Target } from "../target/schema.ts";
import { symptomOf } from "../symptom/catalogue.ts";
import { MOST_RELATED, relatedOf } from "./attach.ts";
import { relapseOf } from "./relapse.ts";

export interface Confirmed {
  target: Target;
  /** The signal nearest to the cause. */
  signal: Signal;
  /** The target's other signals of the same pass. */
  related: readonly Signal[];
  /** When the fault was first seen, epoch ms. */
  firstSeenAt: number;
  /** Gathers the first evidence with read-only diagnostics; called only if a task is to be opened. */
  diagnostics: () => Promise<readonly Observation[]>;
}

/** The task that a confirmed signal becomes: a relapse, when the fix of the latest one did not hold. */
export function newTask(
  ctx: Pick<Context, "crypto" | "clock">,
  seen: Confirmed,
  print: string,
  latest: Task | undefined,
  diagnostics: readonly Observation[],
): Task {
  const { target, signal } = seen;
  const now = ctx.clock.now();
  const generation = (latest?.generation ?? 0) + 1;
  const id = taskId(print, generation);
  const observations = unique([
    ...signal.evidence,
    ...seen.related.flatMap((s) => s.evidence),
    ...diagnostics,
  ]);
  const relapse = latest ? relapseOf(latest, signal.symptom, target.software, observations, now) : undefined;
  const title = `${target.id} ${symptomOf(signal.symptom).title}`;
  const opened = {
    at: now,
    actor: `detector:${signal.source}`,
    type: "task.opened",
    data: {
      symptom: signal.symptom,
      severity: signal.severity,
      summary: signal.summary,
      firstSeenAt: seen.firstSeenAt,
      ...(relapse ? { relapseOf: relapse.of } : {}),
    },
  };
  return {
    id,
    fingerprint: print,
    generation,
    target: target.id,
    software: target.software,
    symptom: signal.symptom,
    ...(signal.key === undefined ? {} : { key: signal.key }),
    source: signal.source,
    severity: signal.severity,
    title,
    status: "working",
    phase: relapse?.phase ?? 1,
    openedAt: now,
    updatedAt: now,
    firstSeenAt: seen.firstSeenAt,
    observations,
    related: seen.related.slice(0, MOST_RELATED).map(relatedOf),
    attempts: [],
    verdicts: [],
    ...(relapse ? { relapseOf: relapse.of } : {}),
    tabu: relapse?.tabu ?? [],
    audit: append(ctx.crypto, [], id, [opened]),
    version: 0,
  };
}

function unique(observations: readonly Observation[]): Observation[] {
  return [...new Map(observations.map((o) => [o.id, o])).values()];
}
