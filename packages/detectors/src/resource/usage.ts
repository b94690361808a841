import type { FactOf, Host, ProcessInfo } from "@gradus/core";
import type { HostSample } from "./sample.ts";

/** The last reading of each process of the target, to take differences from. */
export interface UsageState {
  at: number;
  processes: Record<string, { startedAt: number; cpuMs: number; waitMs?: number }>;
  /** What the last two readings gave: it stands until the next ones are far enough apart to say anything. */
  shares?: Shares;
}

interface Shares {
  cpuPercent?: number;
  waitPercent?: number;
}

const MIN_SPAN_MS = 400;

/**
 * What the target's process uses: CPU of it and all it started together, waiting time of the one that waits most,
 * memory of the largest (shared memory would be counted many times in a sum), descriptors of the main one.
 */
export async function usageOf(
  host: Host,
  pid: number,
  sample: HostSample | undefined,
  before: UsageState | undefined,
  now: number,
): Promise<{ fact: FactOf<"usage">; state: UsageState } | undefined> {
  const main = await host.process(pid);
  if (!main) return undefined;
  const others = (sample?.treeOf(pid) ?? []).filter((p) => p.pid !== pid);
  const all = [main, ...others];
  const span = before ? now - before.at : 0;
  const keep = before !== undefined && span >= 0 && span < MIN_SPAN_MS;
  const used = before && (keep ? before.shares : shares(all, before, span));
  const fact: FactOf<"usage"> = {
    kind: "usage",
    pid,
    rssBytes: Math.max(...all.map((p) => p.rssBytes)),
    ...used,
    ...(main.fds === undefined ? {} : { fds: main.fds }),
    ...(main.fdLimit === undefined ? {} : { fdLimit: main.fdLimit }),
  };
  if (keep) return { fact, state: before };
  const state = {
    at: now,
    processes: Object.fromEntries(all.map(reading)),
    ...(used ? { shares: used } : {}),
  };
  return { fact, state };
}

const reading = (p: ProcessInfo): [string, UsageState["processes"][string]] => [
  String(p.pid),
  { startedAt: p.startedAt, cpuMs: p.cpuMs, ...(p.waitMs === undefined ? {} : { waitMs: p.waitMs }) },
];

function shares(processes: readonly ProcessInfo[], before: UsageState, span: number): Shares {
  let cpu = 0;
  let wait: number | undefined;
  let known = false;
  for (const process of processes) {
    const was = before.processes[String(process.pid)];
    if (!was || Math.abs(was.startedAt - process.startedAt) > 2_000) continue;
    known = true;
    cpu += Math.max(0, process.cpuMs - was.cpuMs);
    if (process.waitMs !== undefined && was.waitMs !== undefined) {
      wait = Math.max(wait ?? 0, process.waitMs - was.waitMs);
    }
  }
  if (!known || span <= 0) return {};
  const percent = (ms: number): number => Math.round((ms / span) * 1_000) / 10;
  return {
    cpuPercent: percent(cpu),
    ...(wait === undefined ? {} : { waitPercent: Math.min(100, percent(wait)) }),
  };
}
