import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { DomainEvent } from "@gradus/core";
import { privateBundle } from "./bundle.ts";
import { end, processesUnder } from "./processes.ts";

export interface Finished {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface Running {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly url: string;
  /** The lines of --json, as they came. */
  readonly events: DomainEvent[];
  stdout(): string;
  stderr(): string;
  get<T>(path: string): Promise<T>;
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

interface SpawnOptions {
  env?: Record<string, string>;
  uid?: number;
  input?: string;
}

/** The built command in a folder of its own; everything that it starts below that folder is gone after close(). */
export interface Workplace {
  readonly directory: string;
  path(...names: string[]): string;
  /** Runs a command to its end. */
  run(args: readonly string[], options?: SpawnOptions): Promise<Finished>;
  /** Starts `gradus start --json` and resolves with it when it is up; with what it said when it ends instead. */
  start(args: readonly string[], options?: SpawnOptions): Promise<Running | Finished>;
  close(): Promise<void>;
}

export async function openWorkplace(): Promise<Workplace> {
  const directory = await mkdtemp(join(tmpdir(), "gradus-cli-"));
  const bundle = await privateBundle("gradus");
  const started: ChildProcess[] = [];

  const launch = (args: readonly string[], options: SpawnOptions = {}) => {
    const child = spawn(process.execPath, [bundle.path("gradus"), ...args], {
      cwd: directory,
      stdio: ["pipe", "pipe", "pipe"],
      env: {
        PATH: process.env["PATH"],
        HOME: process.env["HOME"],
        AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
        ...options.env,
      },
      ...(options.uid === undefined ? {} : { uid: options.uid, gid: options.uid }),
    });
    started.push(child);
    child.stdin.end(options.input ?? "");
    const said = { stdout: "", stderr: "" };
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => (said.stdout += chunk));
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => (said.stderr += chunk));
    const closed = once(child, "close").then((): Finished => ({ code: child.exitCode, ...said }));
    return { child, said, closed };
  };

  return {
    directory,
    path: (...names) => join(directory, ...names),
    run: (args, options) => launch(args, options).closed,
    async start(args, options) {
      const { child, said, closed } = launch(["start", "--json", ...args], options);
      const events = (): DomainEvent[] =>
        said.stdout
          .split("\n")
          .slice(0, -1)
          .map((line) => JSON.parse(line) as DomainEvent);
      const up = (async () => {
        while (child.exitCode === null && child.signalCode === null) {
          if (said.stdout.includes("\n")) return events()[0];
          await sleep(20);
        }
        return undefined;
      })();
      const first = await up;
      if (!first) return closed;
      const url = String(first.data["url"]);
      return {
        child,
        pid: child.pid ?? 0,
        url,
        get events() {
          return events();
        },
        stdout: () => said.stdout,
        stderr: () => said.stderr,
        get: async <T>(path: string) => {
          const response = await fetch(`${url}${path}`, {
            headers: { connection: "close" },
            signal: AbortSignal.timeout(15_000),
          });
          return (await response.json()) as T;
        },
        async stop(signal = "SIGTERM") {
          child.kill(signal);
          return (await closed).code;
        },
      };
    },
    async close() {
      for (const child of started) if (child.exitCode === null) child.kill("SIGKILL");
      await end(processesUnder(directory));
      await bundle.remove();
      await rm(directory, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

export function isRunning(started: Running | Finished): asserts started is Running {
  if (!("child" in started)) throw new Error(`Gradus did not start (${started.code}): ${started.stderr}`);
}

export function isFinished(started: Running | Finished): asserts started is Finished {
  if ("child" in started) throw new Error("Gradus started");
}

/** A port that is free now, below those that the system gives to outgoing connections. */
export async function freePorts(count: number): Promise<number> {
  for (;;) {
    const base = 20_000 + Math.floor(Math.random() * 11_000);
    const ports = Array.from({ length: count }, (_, n) => base + n);
    if ((await Promise.all(ports.map(isFree))).every(Boolean)) return base;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}

/** Until it holds; fails with what was last seen. */
export async function eventually<T>(
  what: string | (() => string),
  look: () => Promise<T | undefined> | T | undefined,
  patienceMs = 30_000,
): Promise<T> {
  for (const began = Date.now(); ; await sleep(50)) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() - began > patienceMs)
      throw new Error(`never came true: ${typeof what === "string" ? what : what()}`);
  }
}
