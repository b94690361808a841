import {
  closeGone,
  dependenciesOf,
  type GoneSince,
  isStarting,
  type Health,
  keepBaseline,
  type Look,
  type Observation,
  neighbourSeen,
  type Opened,
  type Signal,
  symptomOf,
  openTask,
  type Context,
  type Target,
} from "@gradus/core";
import { confirm, type ConfirmState, initialConfirm, primary, printOf } from "../confirm/index.ts";

/** What the passes over one target remember from one to the next. Plain JSON. */
export interface CycleMemory {
  confirm: ConfirmState;
  gone: GoneSince;
  health: Health;
}

export const initialCycle = (): CycleMemory => ({ confirm: initialConfirm(), gone: {}, health: {} });

export interface Cycled {
  look: Look;
  memory: CycleMemory;
  /** How soon to look again; absent: at the target's interval. */
  nextLookMs?: number;
  opened?: Opened;
}

export interface CycleOptions {
  /** A silent maintenance window: only look. */
  silent: boolean;
  /** Whether the target has open tasks, as far as the caller knows: saves a query in nearly every pass. */
  hasOpenTasks: boolean;
}

/** Read-only diagnostics that are cheap enough to belong to every task's first evidence. */
const FIRST_DIAGNOSTICS = ["drift", "release", "ports", "process", "host", "logs"] as const;

/**
 * One detection pass over one target: look, damp, and if a fault is confirmed gather first evidence and open a task;
 * close what is gone; keep the baseline while all is well. In a silent maintenance window it only looks.
 */
export async function cycle(
  ctx: Context,
  target: Target,
  memory: CycleMemory,
  options: CycleOptions,
): Promise<Cycled> {
  const look = await ctx.watcher.look(target);
  const damped = confirm(memory.confirm, look.signals, look.at, { settleMs: target.settleMs });
  const quiet = look.healthy && look.signals.length === 0;
  const gone = options.hasOpenTasks ? await closeGone(ctx, target, look, memory.gone) : {};
  // After the opening: what is compared for pages keeps no repair waiting.
  const ended = async (opened?: Opened): Promise<Cycled> => ({
    look,
    memory: {
      confirm: damped.state,
      gone,
      health: await keepBaseline(ctx, target, quiet, memory.health),
    },
    ...(damped.nextLookMs === undefined ? {} : { nextLookMs: damped.nextLookMs }),
    ...(opened ? { opened } : {}),
  });
  const ripe = damped.confirmed.filter(
    (s) => isRipe(s, damped.since[printOf(s)] ?? look.at, look.at) && !isStarting(target, s.symptom, look),
  );
  const main = primary(ripe);
  if (!main || options.silent) return ended();
  const opened = await openTask(ctx, {
    target,
    signal: main.primary,
    related: main.related,
    firstSeenAt: damped.since[printOf(main.primary)] ?? look.at,
    diagnostics: () => firstEvidence(ctx, target),
  });
  return ended(opened);
}

/** Symptoms far from any cause are mostly the first shadow of one that is nearer: they get this long to be overtaken by it. */
const VAGUE_RANK = 50;
const VAGUE_MS = 30_000;

const isRipe = (signal: Signal, since: number, now: number): boolean =>
  symptomOf(signal.symptom).rank >= VAGUE_RANK || now - since >= VAGUE_MS;

/** Drift, release, ports, host, logs, and what the target's dependencies look like now. */
async function firstEvidence(ctx: Context, target: Target): Promise<Observation[]> {
  const dependencies = dependenciesOf(target.id, ctx.targets.all()).flatMap(
    (id) => ctx.targets.get(id) ?? [],
  );
  const [own, ...looks] = await Promise.all([
    ctx.diagnostics.run(target, FIRST_DIAGNOSTICS),
    ...dependencies.map((d) => ctx.watcher.look(d)),
  ]);
  return [
    ...own,
    ...looks.map((look, i) => neighbourSeen(target, dependencies[i]?.id ?? "", look, "upstream")),
  ];
}
