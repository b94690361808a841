import { append } from "../audit/chain.ts";
import { GradusError } from "../error/error.ts";
import { fingerprint, taskId } from "../issue/fingerprint.ts";
import type { Observation } from "../observation/schema.ts";
import { features } from "../pattern/features.ts";
import { signature } from "../pattern/signature.ts";
import { actionKey } from "../runbook/schema.ts";
import type { Context } from "../remediation/context.ts";
import type { Signal } from "../signal/schema.ts";
import { symptomOf } from "../symptom/catalogue.ts";
import type { Target } from "../target/schema.ts";
import { changeTask } from "../task/change.ts";
import { isOpen } from "../task/predicates.ts";
import type { PhaseNumber, Task } from "../task/schema.ts";
import { markNotHeld } from "./relapse.ts";

/** A fix that does not hold this long is counted as not held. */
export const RELAPSE_WINDOW_MS = 15 * 60_000;
/** Other signals that a task remembers: a target that logs something new each minute must not make its task grow for ever. */
const MOST_RELATED = 50;

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

export type Opened =
  | { kind: "opened"; task: Task }
  | { kind: "attached"; task: Task }
  | { kind: "suppressed"; task: Task };

type Ctx = Pick<Context, "store" | "crypto" | "clock" | "workflows" | "events" | "log">;

/**
 * Turns a confirmed signal into a task, exactly once: "create if none is open" is one conditional put. A signal of a target
 * that has an open task about something nearer to the cause becomes evidence of that task.
 */
export async function openTask(ctx: Ctx, seen: Confirmed): Promise<Opened> {
  const { target, signal } = seen;
  const print = fingerprint(ctx.crypto, { target: target.id, symptom: signal.symptom, key: signal.key });
  let diagnostics: readonly Observation[] | undefined;
  for (let tried = 0; tried < 4; tried++) {
    const latest = await ctx.store.tasks.latest(print);
    if (latest && isOpen(latest))
      return { kind: "attached", task: await attach(ctx, latest, [signal, ...seen.related]) };
    const nearer = await openTaskNearerToCause(ctx, target.id, signal);
    if (nearer) return { kind: "attached", task: await attach(ctx, nearer, [signal, ...seen.related]) };
    if (latest && (await stillSuppressed(ctx, latest))) return { kind: "suppressed", task: latest };
    diagnostics ??= await seen.diagnostics();
    const task = newTask(ctx, seen, print, latest, diagnostics);
    if (await ctx.store.tasks.create(task)) {
      if (task.relapseOf) await markNotHeld(ctx, task.relapseOf);
      await overtake(ctx, task);
      await ctx.workflows.startRemediation(task.id);
      await ctx.events.publish({
        type: "task.opened",
        at: task.openedAt,
        actor: `detector:${signal.source}`,
        data: {
          task: task.id,
          target: target.id,
          symptom: signal.symptom,
          severity: task.severity,
          title: task.title,
        },
      });
      return { kind: "opened", task };
    }
  }
  throw new GradusError(
    "conflict",
    `could not open a task for ${target.id} ${signal.symptom}: others keep winning the race`,
  );
}

function newTask(
  ctx: Ctx,
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

/** The same kind of case again, soon after a fix: the fix did not hold, and the work goes on one phase up without it. */
function relapseOf(
  latest: Task,
  symptom: string,
  software: string,
  observations: readonly Observation[],
  now: number,
): { of: string; phase: PhaseNumber; tabu: string[] } | undefined {
  if (latest.status !== "fixed" || now - (latest.closedAt ?? 0) > RELAPSE_WINDOW_MS) return undefined;
  const then = signature({
    software,
    symptom,
    features: features(latest.observations, { openedAt: latest.openedAt }),
  });
  if (then !== signature({ software, symptom, features: features(observations, { openedAt: now }) }))
    return undefined;
  const fix = latest.attempts.findLast((a) => a.result === "fixed");
  if (!fix) return undefined;
  const phase = Math.min(fix.phase + 1, 4) as PhaseNumber;
  return { of: latest.id, phase, tabu: [...new Set([...latest.tabu, actionKey(fix.action)])] };
}

/** Tasks about vaguer symptoms of the same target that are still worked on give way to the one nearer to the cause. */
async function overtake(ctx: Ctx, task: Task): Promise<void> {
  const { tasks } = await ctx.store.tasks.list({ state: "open", target: task.target, limit: 50 });
  const vaguer = tasks.filter(
    (t) =>
      t.id !== task.id && t.status === "working" && symptomOf(t.symptom).rank < symptomOf(task.symptom).rank,
  );
  for (const { id } of vaguer) {
    const now = ctx.clock.now();
    await changeTask(ctx, id, (t) =>
      t.status === "working" && t.attempts.length === 0
        ? {
            task: {
              ...t,
              status: "suppressed",
              suppressedBy: task.target,
              closedAt: now,
              outcome: `Part of ${task.title}: see ${task.id}.`,
            },
            entries: [{ at: now, actor: "gradus", type: "task.suppressed", data: { by: task.id } }],
          }
        : undefined,
    );
  }
}

async function openTaskNearerToCause(ctx: Ctx, target: string, signal: Signal): Promise<Task | undefined> {
  const { tasks } = await ctx.store.tasks.list({ state: "open", target, limit: 50 });
  const nearer = tasks.filter((t) => symptomOf(t.symptom).rank >= symptomOf(signal.symptom).rank);
  const first = nearer[0];
  return first ? ctx.store.tasks.get(first.id) : undefined;
}

async function attach(ctx: Ctx, task: Task, signals: readonly Signal[]): Promise<Task> {
  if (unknownTo(task, signals).length === 0) return task;
  return changeTask(ctx, task.id, (current) => {
    const fresh = isOpen(current) ? unknownTo(current, signals) : [];
    if (fresh.length === 0) return undefined;
    return {
      task: { ...current, related: [...current.related, ...fresh.map(relatedOf)] },
      entries: fresh.map((s) => ({
        at: ctx.clock.now(),
        actor: `detector:${s.source}`,
        type: "signal.attached",
        data: { symptom: s.symptom, summary: s.summary },
      })),
    };
  });
}

/** Signals that a task does not know yet, each once; none of a task that knows enough. */
function unknownTo(task: Task, signals: readonly Signal[]): Signal[] {
  const nameOf = (s: { symptom: string; key?: string | undefined }): string => `${s.symptom}|${s.key ?? ""}`;
  const known = new Set([task, ...task.related].map(nameOf));
  const fresh = new Map(signals.filter((s) => !known.has(nameOf(s))).map((s) => [nameOf(s), s]));
  return [...fresh.values()].slice(0, Math.max(0, MOST_RELATED - task.related.length));
}

async function stillSuppressed(ctx: Ctx, task: Task): Promise<boolean> {
  if (task.status !== "suppressed" || !task.suppressedBy) return false;
  const { tasks } = await ctx.store.tasks.list({ state: "open", target: task.suppressedBy, limit: 1 });
  return tasks.length > 0;
}

const relatedOf = (s: Signal): Task["related"][number] => ({
  symptom: s.symptom,
  ...(s.key === undefined ? {} : { key: s.key }),
  at: s.at,
  summary: s.summary,
});

function unique(observations: readonly Observation[]): Observation[] {
  return [...new Map(observations.map((o) => [o.id, o])).values()];
}
