import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, fstatSync, mkdirSync, openSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { GradusError, redact, type Target } from "@gradus/core";
import { faultOf } from "../../host/errors.ts";
import { readFile } from "../../host/files.ts";
import { entryOf } from "../context.ts";

const TAIL_BYTES = 8_192;
const TAIL_LINES = 15;

export interface Spawned {
  child: ChildProcess;
  pid: number;
  /** What it has written so far to its output file: the last lines, redacted. */
  lastOutput: () => Promise<string[]>;
}

/**
 * Starts the command in a session of its own, with its output going straight into the file: neither a pipe nor a
 * terminal ties it to Gradus, so it lives on when Gradus is killed. Throws if it cannot be started at all.
 */
export async function spawnDetached(target: Target, env: Record<string, string>): Promise<Spawned> {
  const { command, cwd, output } = entryOf(target, "process");
  const [program = "", ...rest] = command;
  if (!isFolder(cwd)) throw new GradusError("not_found", `the working folder ${cwd} is not there`);
  const { fd, offset } = openOutput(output);
  try {
    const child = spawn(program, rest, { cwd, env, detached: true, stdio: ["ignore", fd, fd] });
    await started(child, program);
    child.unref();
    const lastOutput = async (): Promise<string[]> => {
      const from = Math.max(offset, statSync(output).size - TAIL_BYTES);
      const text = (await readFile(output, { offset: from, maxBytes: TAIL_BYTES })) ?? "";
      const lines = text.split("\n").filter((line) => line.trim() !== "");
      return lines.slice(-TAIL_LINES).map((line) => redact(line, 300));
    };
    return { child, pid: child.pid ?? 0, lastOutput };
  } catch (error) {
    throw faultOf(error, `start ${program}`);
  } finally {
    closeSync(fd);
  }
}

function started(child: ChildProcess, program: string): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once("spawn", resolve);
    child.once("error", (error) => reject(faultOf(error, `start ${program}`)));
  });
}

function openOutput(path: string): { fd: number; offset: number } {
  try {
    mkdirSync(dirname(path), { recursive: true });
    const fd = openSync(path, "a", 0o644);
    return { fd, offset: fstatSync(fd).size };
  } catch (error) {
    throw faultOf(error, `open the output file ${path}`);
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
