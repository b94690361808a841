import { spawn, type ChildProcess } from "node:child_process";
import { afterAll } from "vitest";

/** Starts `node -e script` in a group of its own, killed at the end; waits for a first line of output if `ready`. */
export async function startNode(
  script: string,
  options: { env?: Record<string, string>; ready?: boolean; cwd?: string } = {},
): Promise<ChildProcess & { pid: number }> {
  const child = spawn(process.execPath, ["-e", script], {
    detached: true,
    stdio: ["ignore", "pipe", "ignore"],
    env: options.env,
    cwd: options.cwd,
  });
  afterAll(() => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
    } catch {
      // It is gone already.
    }
  });
  if (options.ready !== false) await new Promise((resolve) => child.stdout.once("data", resolve));
  if (child.pid === undefined) throw new Error("did not start");
  return child as ChildProcess & { pid: number };
}
