import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findFault, readEnv, type FaultId, type InstalledService, type Injection } from "@gradus/demo";
import { privateBundle } from "../support/bundle.ts";
import { spawnGradus, type GradusProcess } from "../support/gradus-process.ts";
import { install, type Installation } from "../support/installation.ts";
import { end, processesUnder, serviceProcesses } from "../support/processes.ts";

export interface World {
  installation: Installation;
  /** Every Gradus that ran over the installation, oldest first. */
  lives: GradusProcess[];
  spawnedAt: number[];
  /** A new one, when the one before is gone. */
  live(): Promise<GradusProcess>;
  /** One beside the one that runs. */
  second(): Promise<GradusProcess>;
  logOf(name: string): Promise<string>;
  close(): Promise<void>;
}

/** One installation over which Gradus is started again and again, with fast checks. */
export async function openWorld(): Promise<World> {
  const directory = await mkdtemp(join(tmpdir(), "gradus-crash-"));
  const bundle = await privateBundle("gradus");
  const portBase = await freePorts();
  const installation = await install({ directory, portBase, apiPort: portBase + 3, settle: "1s" });
  const lives: GradusProcess[] = [];
  const spawnedAt: number[] = [];
  const spawn = (apiPort: number): Promise<GradusProcess> =>
    spawnGradus({
      bundle: bundle.path("gradus"),
      installation: { ...installation, apiPort },
      intervalMs: 1_000,
    });
  return {
    installation,
    lives,
    spawnedAt,
    second: () => spawn(installation.apiPort + 1),
    async live() {
      spawnedAt.push(Date.now());
      const gradus = await spawn(installation.apiPort);
      lives.push(gradus);
      return gradus;
    },
    logOf: (name) => readFile(join(installation.dataDir, name), "utf8").catch(() => ""),
    async close() {
      await Promise.all(lives.map((gradus) => gradus.stop("SIGKILL")));
      await end(installation.services.flatMap(({ dir }) => serviceProcesses(dir)));
      await end(processesUnder(directory));
      await bundle.remove();
      await rm(directory, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

/** Breaks a service from outside, if it is well enough to be broken. */
export async function breakIt(id: FaultId, service: InstalledService): Promise<Injection | undefined> {
  const well = await fetch(`${service.url}/health`, { signal: AbortSignal.timeout(1_500) }).catch(
    () => undefined,
  );
  if (well?.status !== 200 || serviceProcesses(service.dir).length !== 1) return undefined;
  return findFault(id)?.inject({
    service: service.service,
    dir: service.dir,
    port: service.port,
    env: await readEnv(service.envFile),
    pid: async () => serviceProcesses(service.dir)[0],
    restart: () => end(serviceProcesses(service.dir)),
  });
}

/** Five free ports in a row, below those that the system gives to outgoing connections. */
async function freePorts(): Promise<number> {
  for (;;) {
    const base = 24_000 + Math.floor(Math.random() * 1_200) * 5;
    if ((await Promise.all([0, 1, 2, 3, 4].map((n) => isFree(base + n)))).every(Boolean)) return base;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
