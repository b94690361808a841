import { readdirSync, readFileSync, readlinkSync, realpathSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** Every living process, by pid, that a filter chooses. Linux. */
function living(choose: (pid: number) => boolean): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => isAlive(pid) && choose(pid));
}

export function isAlive(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return !/^[ZX]/.test(stat.slice(stat.lastIndexOf(")") + 2));
  } catch {
    return false;
  }
}

const linkOf = (path: string): string | undefined => {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
};

/** The processes of a demo service, found from outside by what they run where; more than one is a fault of the supervisor. */
export function serviceProcesses(serviceDir: string): number[] {
  const at = realpathSync(serviceDir);
  return living(
    (pid) => linkOf(`/proc/${pid}/cwd`) === at && argumentsOf(pid).some((a) => a.endsWith("server.mjs")),
  );
}

export function argumentsOf(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").slice(0, -1);
  } catch {
    return [];
  }
}

/** Processes that work anywhere below a folder or name it in their arguments: what a run left behind. */
export function processesUnder(directory: string): number[] {
  return living(
    (pid) =>
      pid !== process.pid &&
      ((linkOf(`/proc/${pid}/cwd`) ?? "").startsWith(`${directory}/`) ||
        argumentsOf(pid).some((a) => a.startsWith(`${directory}/`))),
  );
}

/** SIGTERM, then SIGKILL after `patienceMs`. Resolves when none is left. */
export async function end(pids: readonly number[], patienceMs = 2_000): Promise<void> {
  const began = Date.now();
  let signal: NodeJS.Signals = "SIGTERM";
  for (let left = pids.filter(isAlive); left.length > 0; left = left.filter(isAlive)) {
    for (const pid of left) tryKill(pid, signal);
    if (signal === "SIGTERM" && Date.now() - began > patienceMs) signal = "SIGKILL";
    if (Date.now() - began > patienceMs + 5_000) throw new Error(`processes do not end: ${left.join(", ")}`);
    await sleep(30);
  }
}

export function tryKill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
    if (signal === "SIGTERM") process.kill(pid, "SIGCONT");
  } catch {
    // It has ended by itself.
  }
}
