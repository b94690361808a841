import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { until } from "./until.ts";

/** A process that cannot be mistaken for a later one with the same number. */
export interface Identity {
  pid: number;
  started: string;
}

interface Stat {
  state: string;
  parent: number;
  nice: number;
  started: string;
}

async function readStat(path: string): Promise<Stat | undefined> {
  try {
    const text = await readFile(path, "utf8");
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return {
      state: fields[0] ?? "",
      parent: Number(fields[1]),
      nice: Number(fields[16]),
      started: fields[19] ?? "",
    };
  } catch {
    return undefined;
  }
}

/** From /proc, or from `ps` where there is none. Undefined when there is no such process. */
async function stat(pid: number): Promise<Stat | undefined> {
  if (process.platform === "linux") return readStat(`/proc/${pid}/stat`);
  try {
    const { stdout } = await promisify(execFile)("ps", ["-o", "state=,ppid=,nice=,lstart=", "-p", `${pid}`]);
    const [state = "", parent, nice, ...started] = stdout.trim().split(/\s+/);
    return {
      state: state.slice(0, 1),
      parent: Number(parent),
      nice: Number(nice),
      started: started.join(" "),
    };
  } catch {
    return undefined;
  }
}

export async function identify(pid: number | undefined): Promise<Identity | undefined> {
  if (pid === undefined) return undefined;
  const found = await stat(pid);
  return found && !isDead(found) ? { pid, started: found.started } : undefined;
}

const isDead = ({ state }: Stat): boolean => state === "Z" || state === "X";

export async function isAlive({ pid, started }: Identity): Promise<boolean> {
  const found = await stat(pid);
  return found !== undefined && !isDead(found) && found.started === started;
}

/** Stopped by SIGSTOP: state T. */
export async function isStopped(identity: Identity): Promise<boolean> {
  return (await isAlive(identity)) && (await stat(identity.pid))?.state === "T";
}

/** Whether every thread, and the autogroup where the kernel has them, has at least this nice value. */
export async function isNiced({ pid }: Identity, atLeast: number): Promise<boolean> {
  if (process.platform !== "linux") return ((await stat(pid))?.nice ?? 0) >= atLeast;
  const threads = await readdir(`/proc/${pid}/task`).catch(() => []);
  const stats = await Promise.all(threads.map((thread) => readStat(`/proc/${pid}/task/${thread}/stat`)));
  const group = /nice (-?\d+)/.exec(await readFile(`/proc/${pid}/autogroup`, "utf8").catch(() => ""));
  const grouped = group !== null && (await isAutogroupOn());
  return (
    stats.every((thread) => !thread || thread.nice >= atLeast) && (!grouped || Number(group[1]) >= atLeast)
  );
}

async function isAutogroupOn(): Promise<boolean> {
  return (await readFile("/proc/sys/kernel/sched_autogroup_enabled", "utf8").catch(() => "0")).trim() === "1";
}

/** The process and its children. */
export async function family(leader: Identity): Promise<Identity[]> {
  const found = [leader];
  for (const name of await readdir("/proc").catch(() => [])) {
    const child = /^\d+$/.test(name) ? await readStat(`/proc/${name}/stat`) : undefined;
    if (child?.parent === leader.pid) found.push({ pid: Number(name), started: child.started });
  }
  return found;
}

/** SIGTERM, and SIGKILL when that has not helped within a second. Resolves when the process is gone. */
export async function stop(identity: Identity): Promise<void> {
  for (const signal of ["SIGCONT", "SIGTERM", "SIGKILL"] as const) {
    if (!(await isAlive(identity))) return;
    try {
      process.kill(identity.pid, signal);
    } catch {
      return;
    }
    if (signal !== "SIGCONT" && (await until(async () => !(await isAlive(identity)), 1_000))) return;
  }
}

/** Starts a script of `services/intruders` as a process without a parent, which outlives this one. */
export async function intrude(
  servicesDir: string,
  script: string,
  args: readonly string[] = [],
  env: Record<string, string> = {},
): Promise<Identity> {
  const intruders = join(servicesDir, "intruders");
  const command = [join(intruders, "launch.mjs"), join(intruders, script), ...args];
  const { stdout } = await promisify(execFile)(process.execPath, command, { env });
  const identity = await identify(Number(stdout));
  if (!identity) throw new Error(`${script} did not start`);
  return identity;
}
