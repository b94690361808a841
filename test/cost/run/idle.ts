import type { Measured } from "../cloud/meter.ts";
import type { StageCounts } from "../model/stage.ts";
import { HOURS } from "../model/stage.ts";
import { add, NOTHING, times, type Usage, usage } from "../model/usage.ts";
import { type Fleet, openFleet, webIds } from "./fleet.ts";

const MINUTE_MS = 60_000;

/** One schedule, called while all is well. */
export interface ScheduleSeen {
  function: string;
  callsPerMonth: number;
  /** Of one call, on average. */
  usage: Usage;
  billedMs: Record<string, number>;
}

/** What a stage does in a month in which nothing is wrong. */
export interface IdleSeen {
  targets: number;
  intervalMs: number;
  schedules: ScheduleSeen[];
  /** Bytes of the largest row that detection keeps for a shard. */
  memoryRowBytes: number;
  /** Names with dimensions, and for how much of a month each is told. */
  metrics: Record<string, number>;
  /** Of a month: the schedules of the targets' own source, and everything. */
  watching: Usage;
  all: Usage;
}

export interface IdleOptions {
  stage: StageCounts;
  targets: number;
  intervalMs?: number;
  /** Calls of each schedule that are measured, after one that is not. */
  rounds: number;
}

/** Calls every schedule of a stage, minute after minute, and says what a month of it is. */
export async function idle({
  stage,
  targets,
  intervalMs = MINUTE_MS,
  rounds,
}: IdleOptions): Promise<IdleSeen> {
  const fleet = await openFleet({ stage, ids: webIds(targets), intervalMs });
  try {
    // Detection remembers nothing yet, and no process is warm. Looking once is enough, and ends at once with little time.
    for (const schedule of stage.schedules) await call(fleet, schedule, { timeoutMs: 9_000 });
    fleet.answers("in time");
    const seen = stage.schedules.map(() => [] as Measured[]);
    for (let round = 0; round < rounds; round++) {
      fleet.cloud.pass(MINUTE_MS);
      for (const [n, schedule] of stage.schedules.entries())
        seen[n]?.push(await fleet.cloud.meter.during(() => call(fleet, schedule)));
    }
    const schedules = stage.schedules.map((schedule, n) => summary(schedule, seen[n] ?? []));
    const metrics = metricsOf(stage, seen);
    const month = (of: readonly ScheduleSeen[]): Usage =>
      add(NOTHING, ...of.map((s) => times(s.usage, s.callsPerMonth)));
    const fixed = usage({
      alarms: stage.alarms,
      dashboards: stage.dashboards,
      secrets: stage.secrets,
      metrics: Object.values(metrics).reduce((sum, share) => sum + share, 0),
      storedGbMonths: (await fleet.cloud.table.bytes()) / 1e9,
    });
    return {
      targets,
      intervalMs,
      schedules,
      memoryRowBytes: await fleet.cloud.table.largestRow("state|detection/"),
      metrics,
      watching: month(schedules.filter((s) => s.function === "detect-http")),
      all: add(fixed, month(schedules)),
    };
  } finally {
    await fleet.close();
  }
}

type Schedule = StageCounts["schedules"][number];

const call = ({ cloud }: Fleet, schedule: Schedule, options?: { timeoutMs: number }): Promise<unknown> =>
  cloud.invoke(schedule.function, schedule.input, options);

function summary({ function: name, callsPerMonth }: Schedule, calls: readonly Measured[]): ScheduleSeen {
  const billedMs: Record<string, number> = {};
  for (const { functions } of calls)
    for (const [called, { billedMs: ms }] of Object.entries(functions))
      billedMs[called] = (billedMs[called] ?? 0) + ms / calls.length;
  const mean = times(add(...calls.map((c) => c.usage)), 1 / calls.length);
  // Whatever a schedule calls is one trace, with what that calls in turn.
  return { function: name, callsPerMonth, usage: add(mean, usage({ schedules: 1, traces: 1 })), billedMs };
}

/** A metric is paid for in the hours in which it is told. */
function metricsOf(
  { schedules }: StageCounts,
  seen: ReadonlyArray<readonly Measured[]>,
): Record<string, number> {
  const shares: Record<string, number> = {};
  for (const [n, { callsPerMonth }] of schedules.entries())
    for (const name of (seen[n] ?? []).flatMap((m) => m.metrics))
      shares[name] = Math.max(shares[name] ?? 0, Math.min(1, callsPerMonth / HOURS));
  return shares;
}
