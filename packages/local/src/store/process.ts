import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

/**
 * What tells a process from a later one with the same pid: boot and start time (in clock ticks since boot) on Linux,
 * the start date elsewhere. Undefined if it cannot be known.
 */
export async function processMark(pid: number): Promise<string | undefined> {
  try {
    const [boot, stat] = await Promise.all([
      readFile("/proc/sys/kernel/random/boot_id", "utf8"),
      readFile(`/proc/${pid}/stat`, "utf8"),
    ]);
    // The command may hold spaces and brackets: fields are counted from the last bracket. Start time is the 22nd.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields[19] === undefined ? undefined : `${boot.trim()} ${fields[19]}`;
  } catch {
    return process.platform === "linux" ? undefined : startDate(pid);
  }
}

/** Whether the very process that left the mark is still there. In doubt it is. */
export async function isAlive(pid: number, mark: string | null): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
  }
  const now = await processMark(pid);
  return mark === null || now === undefined || now === mark;
}

async function startDate(pid: number): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)("ps", ["-o", "lstart=", "-p", String(pid)]);
    return stdout.trim() || undefined;
  } catch {
    return undefined;
  }
}
