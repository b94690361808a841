import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { afterAll } from "vitest";

const autogroup = "/proc/sys/kernel/sched_autogroup_enabled";
/** Whether the scheduler of this machine weighs whole sessions against each other (sched(7)). */
export const areSessionsWeighed = existsSync(autogroup) && readFileSync(autogroup, "utf8").trim() === "1";

const started: number[] = [];
afterAll(() => {
  for (const pid of started) {
    try {
      process.kill(-pid, "SIGKILL");
    } catch {
      // It is gone already.
    }
  }
});

/** Starts `node -e script` in a group of its own, killed when the file's tests are done; waits for its first output. */
export async function startNode(
  script: string,
  options: { env?: Record<string, string> } = {},
): Promise<ChildProcess & { pid: number }> {
  const child = spawn(process.execPath, ["-e", script], {
    detached: true,
    stdio: ["ignore", "pipe", "ignore"],
    env: options.env,
  });
  if (child.pid === undefined) throw new Error("did not start");
  started.push(child.pid);
  await new Promise((resolve) => child.stdout.once("data", resolve));
  return child as ChildProcess & { pid: number };
}
