import { GradusError, type HostLoad, type Listener, type ProcessInfo } from "@gradus/core";
import { parseAddress } from "@gradus/targets";
import { fieldsOf, type Machine, unpack } from "./answer.ts";
import type { Look } from "./looks.ts";
import { startOf } from "./processes.ts";

/** Load, listeners and processes of one moment, with one command. */
export interface Sample {
  load: HostLoad;
  listeners: Listener[];
  processes: ProcessInfo[];
}

/** Processes that are asked for at once; with more, or when fewer fit, the rest is asked for afterwards. */
const PAGE = 2_000;

export async function takeSample(look: Look): Promise<Sample> {
  const processes: ProcessInfo[] = [];
  let first: { lines: string[]; machine: Machine } | undefined;
  for (let after = 0; ;) {
    const answer = await look(["sample", after, PAGE]);
    const fields = fieldsOf(answer, "sample");
    const { machine } = answer;
    if (!fields || !machine) throw new GradusError("corrupt", "a sample without its machine");
    const lines = unpack(fields[0]).toString("utf8").split("\n");
    first ??= { lines, machine };
    const page = processesOf(lines, machine);
    processes.push(...page);
    const last = page.at(-1);
    if (!lines.includes("R") || last === undefined) break;
    after = last.pid;
  }
  return { load: loadOf(first.lines, first.machine), listeners: listenersOf(first.lines), processes };
}

const LINE = /^P (\d+) (\d+) (\S) (\d+) (-?\d+) (\d+) (\d+) (-?\d+) (.*)$/s;

function processesOf(lines: readonly string[], machine: Machine): ProcessInfo[] {
  const argvs = argvOf(lines);
  return lines.flatMap((line) => {
    const [, pid, ppid, state = "?", ticks, nice, threads, start, pages, command = ""] =
      LINE.exec(line) ?? [];
    if (pid === undefined) return [];
    return [
      {
        pid: Number(pid),
        ppid: Number(ppid),
        command,
        argv: argvs.get(Number(pid)) ?? [],
        state,
        cpuMs: (Number(ticks) * 1_000) / machine.ticksPerSecond,
        rssBytes: Number(pages) * machine.pageSize,
        startedAt: startOf(Number(start), machine),
        nice: Number(nice),
        threads: Number(threads),
      },
    ];
  });
}

/** A command with line ends in it has several lines, each with its pid. */
function argvOf(lines: readonly string[]): Map<number, string[]> {
  const texts = new Map<number, string>();
  for (const line of lines) {
    const [, pid, text = ""] = /^A (\d+) (.*)$/s.exec(line) ?? [];
    if (pid === undefined) continue;
    const before = texts.get(Number(pid));
    texts.set(Number(pid), before === undefined ? text : `${before}\n${text}`);
  }
  const split = (text: string): string[] => text.replace(/\u0001+$/, "").split("\u0001");
  return new Map([...texts].map(([pid, text]) => [pid, split(text)]));
}

function loadOf(lines: readonly string[], { ticksPerSecond }: Machine): HostLoad {
  const after = (start: string): string => lines.find((l) => l.startsWith(start))?.slice(start.length) ?? "";
  const ticks = after("C cpu").trim().split(/\s+/).map(Number).slice(0, 8);
  const total = ticks.reduce((sum, n) => sum + n, 0);
  const ms = 1_000 / ticksPerSecond;
  const totalKb = Number(after("M MemTotal:")) || 1;
  const pressure = /avg10=([\d.]+)/.exec(after("W "))?.[1];
  return {
    cores: Math.max(1, Number(after("N ")) || 1),
    cpuBusyMs: (total - (ticks[3] ?? 0) - (ticks[4] ?? 0)) * ms,
    cpuTotalMs: total * ms,
    memoryUsedPercent: (100 * (totalKb - (Number(after("M MemAvailable:")) || 0))) / totalKb,
    memoryTotalBytes: totalKb * 1_024,
    ...(pressure === undefined ? {} : { cpuPressure: Number(pressure) }),
  };
}

/** Of those that hold a socket, the first is its owner; process 1 holds those of everything that it starts on demand. */
function listenersOf(lines: readonly string[]): Listener[] {
  const holders = new Map<string, number>();
  for (const line of lines) {
    const [, text, inode] = /^S (\d+) (\d+)$/.exec(line) ?? [];
    if (inode === undefined) continue;
    const pid = Number(text);
    const rank = (n: number): number => (n === 1 ? Number.POSITIVE_INFINITY : n);
    const known = holders.get(inode);
    if (known === undefined || rank(pid) < rank(known)) holders.set(inode, pid);
  }
  return lines.flatMap((line) => {
    const [, address, port, inode = ""] = /^L ([0-9A-F]+):([0-9A-F]{4}) (\d+)$/.exec(line) ?? [];
    if (address === undefined || port === undefined) return [];
    const pid = holders.get(inode);
    return [
      {
        address: parseAddress(address),
        port: Number.parseInt(port, 16),
        ...(pid === undefined ? {} : { pid }),
      },
    ];
  });
}
