import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { HealthReport, TargetView } from "@gradus/api";
import type { DomainEvent, Escalation, Task, TaskSummary } from "@gradus/core";
import type { Installation } from "./installation.ts";

export interface GradusProcess {
  readonly pid: number;
  /** What it printed with --json. */
  readonly events: DomainEvent[];
  isOver(): boolean;
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body: unknown): Promise<T>;
  tasks(): Promise<TaskSummary[]>;
  task(id: string): Promise<Task>;
  escalations(): Promise<Escalation[]>;
  targets(): Promise<TargetView[]>;
  /** Resolves with what it exited with. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

interface SpawnOptions {
  bundle: string;
  installation: Installation;
  intervalMs?: number;
  flags?: readonly string[];
}

/** Starts a real, separate Gradus over an installation, and resolves when its API answers. */
export async function spawnGradus(options: SpawnOptions): Promise<GradusProcess> {
  const { bundle, installation, intervalMs, flags = [] } = options;
  const { dataDir, targetsFile, apiPort } = installation;
  const args = [
    bundle,
    "start",
    "--json",
    "--data",
    dataDir,
    "--targets",
    targetsFile,
    "--port",
    `${apiPort}`,
  ];
  const interval = intervalMs === undefined ? [] : ["--interval", `${intervalMs}ms`];
  const child = spawn(process.execPath, ["--enable-source-maps", ...args, ...interval, ...flags], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { PATH: process.env["PATH"], HOME: process.env["HOME"], LANG: "C.UTF-8" },
  });
  const output = createWriteStream(join(dataDir, "..", "gradus.out"), { flags: "a" });
  child.stderr.pipe(output, { end: false });
  const events: DomainEvent[] = [];
  let rest = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    output.write(chunk);
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (line.startsWith("{")) events.push(JSON.parse(line) as DomainEvent);
  });
  const gradus = over(child, `http://127.0.0.1:${apiPort}`, events);
  try {
    await answering(gradus);
  } catch (error) {
    child.kill("SIGKILL");
    throw error;
  }
  return gradus;
}

async function answering(gradus: GradusProcess): Promise<void> {
  for (const began = Date.now(); ; await sleep(50)) {
    if (gradus.isOver()) throw new Error("Gradus ended while it started; see gradus.out");
    const health = await gradus.get<HealthReport>("/health").catch(() => undefined);
    if (health?.version !== undefined) return;
    if (Date.now() - began > 30_000) throw new Error("Gradus did not answer within 30 s; see gradus.out");
  }
}

function over(child: ChildProcess, url: string, events: DomainEvent[]): GradusProcess {
  const call = async <T>(
    path: string,
    init?: { method: string; body: string; headers: Record<string, string> },
  ): Promise<T> => {
    // A fresh connection: a pooled one may end in the middle of a kill. Long, for a fault may starve who judges it too.
    const signal = AbortSignal.timeout(60_000);
    const response = await fetch(`${url}${path}`, {
      ...init,
      signal,
      headers: { ...init?.headers, connection: "close" },
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${path} gave ${response.status}: ${text.slice(0, 200)}`);
    return JSON.parse(text) as T;
  };
  const isOver = (): boolean => child.exitCode !== null || child.signalCode !== null;
  const gradus: GradusProcess = {
    pid: child.pid ?? 0,
    events,
    isOver,
    get: (path) => call(path),
    post: (path, body) =>
      call(path, {
        method: "POST",
        body: JSON.stringify(body),
        headers: { "content-type": "application/json" },
      }),
    tasks: async () => (await call<{ tasks: TaskSummary[] }>("/api/tasks?state=all&limit=50")).tasks,
    task: async (id) => (await call<{ task: Task }>(`/api/tasks/${id}`)).task,
    escalations: async () =>
      (await call<{ escalations: Escalation[] }>("/api/escalations").catch(() => ({ escalations: [] })))
        .escalations,
    targets: async () => (await call<{ targets: TargetView[] }>("/api/targets")).targets,
    async stop(signal = "SIGTERM") {
      if (isOver()) return child.exitCode;
      const ended = once(child, "exit");
      child.kill(signal);
      const timer = setTimeout(() => child.kill("SIGKILL"), 15_000);
      await ended;
      clearTimeout(timer);
      return child.exitCode;
    },
  };
  return gradus;
}
