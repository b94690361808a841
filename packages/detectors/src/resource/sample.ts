import type { FactOf, Host, HostLoad, ProcessInfo } from "@gradus/core";
import { redact } from "@gradus/core";
import { families } from "./family.ts";

/** Whose a process is: a watched target's, or Gradus itself. Undefined: foreign. */
export type Identify = (pid: number, host: string) => { target?: string; own?: boolean } | undefined;

const SHARE_MS = 1_000;
/** Two samples nearer than this give no usable percentage. */
const MIN_SPAN_MS = 400;
const TOP = 8;

interface Raw {
  at: number;
  load: HostLoad;
  processes: ProcessInfo[];
}

export interface HostSample {
  fact: FactOf<"host">;
  processes: ReadonlyMap<number, ProcessInfo>;
  /** Pids of a process and everything it started. */
  treeOf(pid: number): ProcessInfo[];
}

/** Samples hosts: one sample serves every target of its host for a second. */
export function createSampler(identify: Identify): (host: Host, now: number) => Promise<HostSample> {
  const previous = new Map<string, Raw>();
  const current = new Map<string, { at: number; sample: Promise<HostSample> }>();
  return (host, now) => {
    const shared = current.get(host.id);
    if (shared && now - shared.at < SHARE_MS && now >= shared.at) return shared.sample;
    const sample = take(host, now).then((raw) => {
      const before = previous.get(host.id);
      if (!before || raw.at - before.at >= MIN_SPAN_MS || raw.at < before.at) previous.set(host.id, raw);
      return summarise(raw, before, (pid) => identify(pid, host.id));
    });
    current.set(host.id, { at: now, sample });
    sample.catch(() => {
      if (current.get(host.id)?.sample === sample) current.delete(host.id);
    });
    return sample;
  };
}

async function take(host: Host, now: number): Promise<Raw> {
  const [load, processes] = await Promise.all([host.load(), host.processes()]);
  return { at: now, load, processes };
}

function summarise(
  raw: Raw,
  before: Raw | undefined,
  identify: (pid: number) => { target?: string; own?: boolean } | undefined,
): HostSample {
  const byPid = new Map(raw.processes.map((p) => [p.pid, p]));
  const children = childrenOf(raw.processes);
  const cpu = cpuShares(raw, before);
  const ownerOf = owners(byPid, identify);
  const isForeign = (p: ProcessInfo): boolean => ownerOf(p.pid) === undefined;
  const cpuOf = (p: ProcessInfo): number => cpu.get(p.pid) ?? 0;
  const alone = raw.processes
    .filter((p) => !isForeign(p))
    .map((p) => ({ head: p, members: 1, cpuPercent: cpuOf(p), rssBytes: p.rssBytes }));
  const top = [...alone, ...families(raw.processes.filter(isForeign), cpuOf)]
    .sort((a, b) => b.cpuPercent - a.cpuPercent || b.rssBytes - a.rssBytes)
    .slice(0, TOP)
    .map(({ head, cpuPercent, rssBytes }) => ({
      pid: head.pid,
      startedAt: head.startedAt,
      command: redact(head.argv.join(" ") || head.command, 200),
      cpuPercent: Math.round(cpuPercent * 10) / 10,
      rssBytes,
      nice: head.nice,
      ...ownerOf(head.pid),
    }));
  const { load } = raw;
  const total = before ? load.cpuTotalMs - before.load.cpuTotalMs : 0;
  return {
    fact: {
      kind: "host",
      memoryPercent: Math.round(load.memoryUsedPercent * 10) / 10,
      cores: load.cores,
      ...(before && total > 0
        ? { cpuPercent: Math.round(((load.cpuBusyMs - before.load.cpuBusyMs) / total) * 1_000) / 10 }
        : {}),
      ...(load.cpuPressure === undefined ? {} : { cpuPressure: load.cpuPressure }),
      top,
    },
    processes: byPid,
    treeOf: (pid) => tree(pid, byPid, children),
  };
}

/** Percent of one core by pid, between two samples; a pid that was reused counts from its start. */
function cpuShares(raw: Raw, before: Raw | undefined): Map<number, number> {
  const shares = new Map<number, number>();
  const span = before ? raw.at - before.at : 0;
  if (!before || span <= 0) return shares;
  const old = new Map(before.processes.map((p) => [p.pid, p]));
  for (const process of raw.processes) {
    const was = old.get(process.pid);
    // Start times are computed from clock ticks: the same process may differ by a little.
    const same = was !== undefined && Math.abs(was.startedAt - process.startedAt) < 2_000;
    const used = process.cpuMs - (same ? was.cpuMs : 0);
    if (same || process.startedAt >= before.at - 1_000)
      shares.set(process.pid, Math.max(0, (100 * used) / span));
  }
  return shares;
}

/** A child belongs to whom its nearest known ancestor belongs to. */
function owners(
  byPid: ReadonlyMap<number, ProcessInfo>,
  identify: (pid: number) => { target?: string; own?: boolean } | undefined,
): (pid: number) => { target?: string; own?: boolean } | undefined {
  const known = new Map<number, { target?: string; own?: boolean } | undefined>();
  const find = (pid: number, depth: number): { target?: string; own?: boolean } | undefined => {
    if (known.has(pid)) return known.get(pid);
    const process = byPid.get(pid);
    const above = process && process.ppid > 1 && depth < 64 ? process.ppid : undefined;
    const said = identify(pid);
    const own = said?.target !== undefined || said?.own === true ? said : undefined;
    const owner = own ?? (above === undefined ? undefined : find(above, depth + 1));
    known.set(pid, owner);
    return owner;
  };
  return (pid) => find(pid, 0);
}

function childrenOf(processes: readonly ProcessInfo[]): Map<number, ProcessInfo[]> {
  const children = new Map<number, ProcessInfo[]>();
  for (const process of processes) {
    const siblings = children.get(process.ppid);
    if (siblings) siblings.push(process);
    else children.set(process.ppid, [process]);
  }
  return children;
}

function tree(
  pid: number,
  byPid: ReadonlyMap<number, ProcessInfo>,
  children: ReadonlyMap<number, ProcessInfo[]>,
): ProcessInfo[] {
  const root = byPid.get(pid);
  const found = root ? [root] : [];
  for (let index = 0; index < found.length; index += 1) {
    const at = found[index];
    if (at) found.push(...(children.get(at.pid) ?? []).filter((child) => !found.includes(child)));
  }
  return found;
}
