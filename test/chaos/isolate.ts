import { spawn, spawnSync, type ChildProcess } from "node:child_process";

const flags = ["--pid", "--net", "--fork", "--mount-proc", "--kill-child"];
/** The shell stays as process 1 and takes in orphans, as an init does. */
const inside = 'ip link set lo up || exit 97; "$@"; exit $?';

/** Whether runs can have a process table and a network of their own: root, unshare, and ip. */
export function canIsolate(): boolean {
  if (process.getuid?.() !== 0) return false;
  return spawnSync("unshare", [...flags, "sh", "-c", inside, "sh", "true"]).status === 0;
}

export interface Started {
  child: ChildProcess;
  /** Ends it, and in isolation with certainty everything that it started. */
  kill(): void;
}

export function start(isolated: boolean, command: readonly string[]): Started {
  const [program = "", ...args] = isolated
    ? ["unshare", ...flags, "sh", "-c", inside, "sh", ...command]
    : command;
  const child = spawn(program, args, { stdio: ["ignore", "inherit", "inherit"] });
  return { child, kill: () => child.kill(isolated ? "SIGKILL" : "SIGTERM") };
}
