import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readEnv } from "./env-file.ts";
import { activate, buildRelease, currentVersion, goodReleases, writeHistory } from "./release.ts";
import { findServicesDir } from "./services-dir.ts";
import { defaultPortBase, demoServices, type DemoService, type ServiceName } from "./services.ts";

export interface InstallOptions {
  dataDir: string;
  /** email-blast listens here, chatbot and social-media on the next two ports. */
  portBase?: number;
  only?: readonly ServiceName[];
  /** Throws an existing installation away first. */
  fresh?: boolean;
  /** Lets the chatbot depend on email-blast too, so that all three fail together. */
  sharedMail?: boolean;
  servicesDir?: string;
  now?: number;
}

export interface InstalledService {
  service: ServiceName;
  title: string;
  dir: string;
  port: number;
  url: string;
  dependsOn: ServiceName[];
  envFile: string;
  configFile: string;
  logFile: string;
  historyFile: string;
}

const day = 24 * 60 * 60 * 1000;

const common = { cacheEntries: 500, signatureRounds: 40_000, trafficPerSecond: 4, memoryLimitMb: 128 };
const configs: Record<ServiceName, Record<string, unknown>> = {
  "email-blast": { ...common, maxErrorRate: 0.2, batchSize: 50, senderName: "Gradus Garden" },
  chatbot: { ...common, maxErrorRate: 0.2, minConfidence: 0.4, language: "en" },
  "social-media": { ...common, maxErrorRate: 0.2, feedLength: 5, trendingWindowMinutes: 60 },
};

/**
 * Installs the demo fleet under `<dataDir>/demo`. Idempotent: a service that is there is left alone, and
 * what it is configured with is what is returned.
 */
export async function installDemo(options: InstallOptions): Promise<InstalledService[]> {
  const wanted = demoServices.filter(({ name }) => options.only?.includes(name) ?? true);
  return Promise.all(wanted.map((service) => installService(service, options)));
}

async function installService(service: DemoService, options: InstallOptions): Promise<InstalledService> {
  const portBase = options.portBase ?? defaultPortBase;
  const dir = join(options.dataDir, "demo", service.name);
  const envFile = join(dir, "service.env");
  if (options.fresh) await rm(dir, { recursive: true, force: true });
  if (!(await currentVersion(dir))) await lay(service, dir, portBase, options);

  const variables = await readEnv(envFile);
  const port = Number(variables["PORT"] ?? portBase + service.portOffset);
  return {
    service: service.name,
    title: service.title,
    dir,
    port,
    url: `http://127.0.0.1:${port}`,
    dependsOn: variables["EMAIL_BLAST_URL"] === undefined ? service.dependsOn : ["email-blast"],
    envFile,
    configFile: join(dir, "config.json"),
    logFile: join(dir, "logs", "service.log"),
    historyFile: join(dir, "releases", "history.json"),
  };
}

/** Writes everything; `current` comes last, so that a half-made installation is made again. */
async function lay(
  service: DemoService,
  dir: string,
  portBase: number,
  options: InstallOptions,
): Promise<void> {
  const servicesDir = options.servicesDir ?? findServicesDir();
  const now = options.now ?? Date.now();
  await mkdir(join(dir, "logs"), { recursive: true });
  for (const version of goodReleases) {
    await buildRelease({ servicesDir, service: service.name, dir, version });
  }
  await writeHistory(dir, [
    { version: "1.0.0", deployedAt: new Date(now - 14 * day).toISOString(), note: "first release" },
    { version: "1.1.0", deployedAt: new Date(now - 2 * day).toISOString(), note: "smaller answers" },
  ]);
  await writeFile(join(dir, "config.json"), `${JSON.stringify(configs[service.name], undefined, 2)}\n`, {
    mode: 0o644,
  });
  const usesMail = service.dependsOn.length > 0 || (options.sharedMail && service.canDependOn.length > 0);
  const lines = [
    `# ${service.title}`,
    `PORT=${portBase + service.portOffset}`,
    "HOST=127.0.0.1",
    "NODE_OPTIONS=--max-old-space-size=96",
    "LOG_LEVEL=info",
    `PUBLIC_BASE_URL=http://127.0.0.1:${portBase + service.portOffset}`,
    ...(usesMail ? [`EMAIL_BLAST_URL=http://127.0.0.1:${portBase}`] : []),
  ];
  await writeFile(join(dir, "service.env"), `${lines.join("\n")}\n`);
  await activate(dir, "1.1.0");
}
