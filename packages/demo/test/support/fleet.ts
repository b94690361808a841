import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, openSync, closeSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  installDemo,
  readEnv,
  type FaultContext,
  type InstalledService,
  type InstallOptions,
} from "../../src/index.ts";
import { ask } from "../../src/http.ts";
import { until } from "../../src/until.ts";

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** Runs one installed service like a supervisor does; it does not restart by itself. */
export class Running {
  child: ChildProcess | undefined;
  exits: Exit[] = [];
  readonly at: InstalledService;

  constructor(at: InstalledService) {
    this.at = at;
  }

  /** Resolves when it listens; rejects when it ends before. */
  async start(): Promise<void> {
    const variables = await readEnv(this.at.envFile);
    const log = openSync(this.at.logFile, "a");
    const child = spawn(process.execPath, ["current/server.mjs"], {
      cwd: this.at.dir,
      env: variables,
      stdio: ["ignore", log, log],
      // A session of its own, as under a supervisor: the scheduler weighs whole sessions, and a Gradus that was killed in
      // that of the tests has left it weighing more.
      detached: true,
    });
    closeSync(log);
    this.child = child;
    let over = false;
    child.once("exit", (code, signal) => {
      over = true;
      this.exits.push({ code, signal });
    });
    await until(async () => over || (await this.answers()), 8_000, 5);
    if (over) throw new Error(`${this.at.service} ended at start`);
  }

  private async answers(): Promise<boolean> {
    const answer = await ask(this.at.port, "/health", { timeout: 500 }).catch(() => undefined);
    return answer?.body.includes(this.at.service) ?? false;
  }

  get isOver(): boolean {
    return !this.child || this.child.exitCode !== null || this.child.signalCode !== null;
  }

  get pid(): number {
    return this.child!.pid!;
  }

  async stop(signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
    const child = this.child;
    if (!child || this.isOver) return;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill(signal);
    child.kill("SIGCONT");
    const timer = setTimeout(() => child.kill("SIGKILL"), 2_000);
    await ended;
    clearTimeout(timer);
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  ended(milliseconds = 5_000): Promise<boolean> {
    return until(async () => this.isOver, milliseconds);
  }

  log(): Promise<string> {
    return readFile(this.at.logFile, "utf8");
  }

  async context(): Promise<FaultContext> {
    return {
      service: this.at.service,
      dir: this.at.dir,
      port: this.at.port,
      pid: async () => (this.isOver ? undefined : this.pid),
      restart: () => this.restart(),
      env: await readEnv(this.at.envFile),
    };
  }
}

export interface Fleet {
  dataDir: string;
  services: Running[];
  close(): Promise<void>;
}

/** Installs into a new folder on free ports, and starts what was installed. */
export async function startFleet(options: Omit<InstallOptions, "dataDir"> = {}): Promise<Fleet> {
  const dataDir = await mkdtemp(join(tmpdir(), "gradus-demo-"));
  const installed = await installDemo({ dataDir, portBase: await freePortBase(), ...options });
  const services = installed.map((at) => new Running(at));
  const close = async (): Promise<void> => {
    await Promise.all(services.map((service) => service.stop("SIGKILL")));
    if (existsSync(dataDir)) await rm(dataDir, { recursive: true, force: true });
  };
  try {
    await Promise.all(services.map((service) => service.start()));
  } catch (error) {
    await close();
    throw error;
  }
  return { dataDir, services, close };
}

/** Three free ports in a row, below the range that the system gives to outgoing connections. */
export async function freePortBase(): Promise<number> {
  for (;;) {
    const base = 20_000 + Math.floor(Math.random() * 4_000) * 3;
    const free = await Promise.all([base, base + 1, base + 2].map(isFree));
    if (free.every(Boolean)) return base;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
