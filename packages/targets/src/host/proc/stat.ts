/** The fields of /proc/<pid>/stat that are used here, in the kernel's units. */
export interface Stat {
  pid: number;
  command: string;
  state: string;
  ppid: number;
  /** Process group and session. */
  group: number;
  session: number;
  cpuTicks: number;
  nice: number;
  threads: number;
  /** Ticks after boot: with the pid (and the boot) it names a process for good. */
  startTicks: number;
  rssPages: number;
}

/** Parses proc_pid_stat(5). The name is in parentheses and may itself hold ")" and spaces. */
export function parseStat(text: string): Stat | undefined {
  const open = text.indexOf("(");
  const close = text.lastIndexOf(")");
  if (open < 0 || close < open) return undefined;
  const rest = text.slice(close + 2).split(" ");
  const field = (n: number): number => Number(rest[n - 3]);
  const stat: Stat = {
    pid: Number(text.slice(0, open)),
    command: text.slice(open + 1, close),
    state: rest[0] ?? "?",
    ppid: field(4),
    group: field(5),
    session: field(6),
    cpuTicks: field(14) + field(15),
    nice: field(19),
    threads: field(20),
    startTicks: field(22),
    rssPages: field(24),
  };
  return Number.isFinite(stat.startTicks) && Number.isFinite(stat.rssPages) ? stat : undefined;
}

/** A zombie or dead entry is no running process: it only waits for its parent to look. */
export const isAlive = (stat: Stat | undefined): stat is Stat =>
  stat !== undefined && stat.state !== "Z" && stat.state !== "X" && stat.state !== "x";
