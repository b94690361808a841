import { spawn, type ChildProcess } from "node:child_process";
import { GradusError, type RunOptions, type RunResult } from "@gradus/core";
import { faultOf } from "./errors.ts";
import { killGroup } from "./signal.ts";

const TIMEOUT_MS = 30_000;
const MAX_OUTPUT = 64 * 1_024;
/** How long output is waited for after the command itself has ended. */
const DRAIN_MS = 200;

/** Told of each command's process while it runs; what it gives back is called at its end. */
export type OnCommand = (pid: number) => () => void;

/**
 * Runs a command without a shell, in a process group of its own, which is killed when the time is up.
 * A daemon that the command leaves behind may keep its output open: it is drained, not waited for.
 * Throws "not_found" or "forbidden" if the command cannot be started at all.
 */
export function runCommand(
  argv: readonly string[],
  options: RunOptions,
  environment: Record<string, string>,
  onCommand: OnCommand = () => () => undefined,
): Promise<RunResult> {
  const [command, ...rest] = argv;
  if (command === undefined || command === "") {
    return Promise.reject(new GradusError("invalid_input", "the command is empty"));
  }
  return new Promise((resolve, reject) => {
    let child: ChildProcess;
    try {
      child = spawn(command, rest, {
        cwd: options.cwd,
        env: options.env ?? environment,
        detached: true,
        stdio: ["ignore", "pipe", "pipe"],
      });
    } catch (error) {
      reject(faultOf(error, command));
      return;
    }
    const ended = child.pid === undefined ? undefined : onCommand(child.pid);
    const stdout = collect(child.stdout, options.maxOutput ?? MAX_OUTPUT);
    const stderr = collect(child.stderr, options.maxOutput ?? MAX_OUTPUT);
    let timedOut = false;
    let settled = false;
    const timer = setTimeout(() => {
      timedOut = true;
      if (child.pid !== undefined) killGroup(child.pid, "SIGKILL");
    }, options.timeoutMs ?? TIMEOUT_MS);
    const settle = (): void => {
      if (settled) return;
      settled = true;
      for (const stream of [child.stdout, child.stderr]) unreference(stream);
      const { exitCode: code, signalCode: signal } = child;
      resolve({ code, signal, stdout: stdout(), stderr: stderr(), timedOut });
    };
    child.once("error", (error) => {
      clearTimeout(timer);
      if (child.pid === undefined) reject(faultOf(error, command));
    });
    child.once("exit", () => {
      ended?.();
      clearTimeout(timer);
      setTimeout(settle, DRAIN_MS);
    });
    child.once("close", settle);
  });
}

/** Keeps the first `max` bytes and reads on, so that a talkative command is never blocked. */
function collect(stream: NodeJS.ReadableStream | null, max: number): () => string {
  const chunks: Buffer[] = [];
  let size = 0;
  stream?.on("data", (chunk: Buffer) => {
    if (size >= max) return;
    chunks.push(chunk.subarray(0, max - size));
    size += chunk.length;
  });
  stream?.on("error", () => undefined);
  return () => Buffer.concat(chunks).toString("utf8");
}

function unreference(stream: unknown): void {
  const handle = stream as { unref?: () => void } | null;
  handle?.unref?.();
}
