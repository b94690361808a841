import { spawn, type ChildProcess } from "node:child_process";
import { createHash } from "node:crypto";
import { lstatSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type {
  Baseline,
  BaselineStore,
  Fact,
  Hands,
  Host,
  Observation,
  ServiceManager,
  Target,
} from "@gradus/core";
import { parseTarget } from "@gradus/core";
import { afterAll } from "vitest";
import { createBaseliner } from "../../src/baseline/index.ts";
import { createLocalHost } from "../../src/host/index.ts";
import { createManagers, parseEnvironmentFile } from "../../src/manager/index.ts";
import { createHands, type HandsOptions } from "../../src/runbook/index.ts";
import { eventually, systemClock, tempDir } from "../support/temp.ts";

/** Answers with what it was started with and what it reads; HUP is handled, a worker holds on where asked for. */
const SERVICE = `
const { createServer } = require("node:http");
const { readFileSync } = require("node:fs");
const { spawn } = require("node:child_process");
if (process.env.WORKER) spawn(process.execPath, ["-e", "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)"], { stdio: "ignore" });
if (process.env.HUP) process.on("SIGHUP", () => { config = read(); });
const read = () => { try { return readFileSync("config.json", "utf8"); } catch (error) { return error.code; } };
let config = read();
const calls = [];
createServer((request, response) => {
  if (request.method !== "GET") calls.push(request.method + " " + request.url);
  if (request.url === "/redirect") { response.writeHead(302, { location: "/elsewhere" }); return response.end(); }
  if (request.url === "/broken") { response.writeHead(500); return response.end(); }
  response.end(JSON.stringify({ config, color: process.env.COLOR, calls, folder: process.cwd() }));
}).listen(Number(process.env.PORT), "127.0.0.1");
`;

export interface World {
  dir: string;
  host: Host;
  target: Target;
  hands: Hands;
  /** What the hands were made with. */
  options: HandsOptions;
  manager: ServiceManager;
  envFile: string;
  configFile: string;
  store: BaselineStore;
  /** What differs from the baseline now, as the diagnostics see it. */
  drift(): Promise<Observation[]>;
  /** Takes the present state as the last known good one. */
  takeBaseline(version?: string): Promise<Baseline>;
  answer(): Promise<{ config: string; color?: string; calls: string[]; folder: string }>;
}

interface Options {
  port: number;
  env?: Record<string, string>;
  rest?: Record<string, unknown>;
  hands?: Partial<HandsOptions>;
}

export const host: Host = createLocalHost({ snapshotMs: 0 });
const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/** A real service in a folder of its own, under the real process manager, with real hands. Everything ends with the file. */
export function createWorld({ port, env = {}, rest = {}, hands: overrides = {} }: Options): World {
  const dir = tempDir("runbook");
  const envFile = join(dir, "service.env");
  const configFile = join(dir, "config.json");
  writeFileSync(join(dir, "service.cjs"), SERVICE);
  writeFileSync(configFile, "{}\n", { mode: 0o640 });
  const lines = Object.entries({ PORT: String(port), COLOR: "green", ...env }).map(([k, v]) => `${k}=${v}`);
  writeFileSync(envFile, `# settings\n${lines.join("\n")}\n`);
  const target = parseTarget({
    id: `service-${port}`,
    manager: {
      kind: "process",
      command: [process.execPath, join(dir, "service.cjs")],
      cwd: dir,
      environmentFile: envFile,
      output: join(dir, "service.log"),
      stopTimeoutMs: 1_000,
    },
    files: [{ path: configFile }],
    ports: [port],
    ...rest,
  });
  const managers = createManagers({
    host: () => host,
    runDir: join(dir, "run"),
    clock: systemClock,
    graceMs: 200,
  });
  afterAll(() => managers.stopAll());
  const manager = managers.for(target);
  const store = memoryBaselines();
  const baseliner = createBaseliner({
    host: () => host,
    manager: (t) => managers.for(t),
    clock: systemClock,
    ids: () => `d${(seen += 1)}`,
  });
  const options: HandsOptions = {
    host: () => host,
    manager: (t) => managers.for(t),
    baselines: store,
    fetch,
    clock: systemClock,
    protect: { isOwn: (pid) => pid === process.pid, targetOf: () => undefined, targets: () => [target] },
    log: () => undefined,
    ...overrides,
  };
  const hands = createHands(options);
  return {
    dir,
    host,
    target,
    hands,
    options,
    manager,
    envFile,
    configFile,
    store,
    takeBaseline: async (version) => {
      const baseline = await baseliner.capture(target, 1);
      if (!baseline) throw new Error("there is nothing to capture");
      const kept = { ...baseline, ...(version === undefined ? {} : { version }) };
      await store.save(kept);
      return kept;
    },
    drift: async () => {
      const baseline = await store.latest(target.id);
      return baseline ? baseliner.drift(target, baseline) : [];
    },
    answer: () =>
      patiently(async () => {
        const response = await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined);
        return response && ((await response.json()) as Awaited<ReturnType<World["answer"]>>);
      }),
  };
}

export function memoryBaselines(): BaselineStore {
  const kept: Baseline[] = [];
  return {
    latest: async (target) => kept.findLast((b) => b.target === target),
    save: async (baseline) => void kept.push(baseline),
    list: async (target) =>
      kept
        .filter((b) => b.target === target)
        .map(({ generation, takenAt, version }) => ({
          generation,
          takenAt,
          ...(version === undefined ? {} : { version }),
        })),
  };
}

export function baselineOf(target: Target, envFile?: string, version?: string): Baseline {
  const variables = envFile ? [...parseEnvironmentFile(readFileSync(envFile, "utf8")).variables] : [];
  return {
    target: target.id,
    generation: 1,
    takenAt: Date.now(),
    files: target.files.map(({ path, secret }) => {
      const content = readFileSync(path, "utf8");
      const { mode, uid, gid } = lstatSync(path);
      return {
        path,
        sha256: sha256(content),
        mode: mode & 0o7777,
        uid,
        gid,
        ...(secret ? {} : { content }),
      };
    }),
    environment: variables.map(([name, value]) => ({
      name,
      sha256: sha256(value),
      ...(/secret|token/i.test(name) ? {} : { value }),
    })),
    ...(version === undefined ? {} : { version }),
    ports: [...target.ports],
    parameters: {},
  };
}

let seen = 0;

/** With the patience that a crowded machine needs. */
export const patiently = <T>(ask: () => T | Promise<T>): Promise<Exclude<T, undefined | false>> =>
  eventually(ask, 15_000);

export const observe = (target: string, fact: Fact): Observation => ({
  id: `o${(seen += 1)}`,
  source: "diagnostic",
  target,
  at: Date.now(),
  text: fact.kind,
  fact,
});

/** A process of nobody's, ended with the file. */
export async function stranger(
  script: string,
  env: Record<string, string> = {},
): Promise<{ pid: number; startedAt: number; child: ChildProcess }> {
  const child = spawn(process.execPath, ["-e", script], {
    stdio: "ignore",
    detached: true,
    env: { ...process.env, ...env },
  });
  strangers.push(child);
  const found = await patiently(() => host.process(child.pid ?? 0));
  return { pid: found.pid, startedAt: found.startedAt, child };
}
const strangers: ChildProcess[] = [];
afterAll(() => {
  for (const child of strangers) child.kill("SIGKILL");
});

export const isAlive = async (pid: number): Promise<boolean> => {
  const found = await host.process(pid);
  return found !== undefined && found.state !== "Z";
};

export const folder = (path: string): string => {
  mkdirSync(path, { recursive: true });
  return path;
};
