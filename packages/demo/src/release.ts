import { cp, mkdir, readFile, readlink, rename, rm, symlink, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import type { ServiceName } from "./services.ts";

export interface Deployment {
  version: string;
  /** ISO time. */
  deployedAt: string;
  note: string;
}

/** The releases that work; all others carry an overlay with a defect. */
export const goodReleases: readonly string[] = ["1.0.0", "1.1.0"];

interface Build {
  servicesDir: string;
  service: ServiceName;
  /** `<dataDir>/demo/<service>` */
  dir: string;
  version: string;
}

/** Puts together `releases/<version>`: the service, the shared modules, and the version's overlay if it has one. */
export async function buildRelease({ servicesDir, service, dir, version }: Build): Promise<void> {
  const release = join(dir, "releases", version);
  await rm(release, { recursive: true, force: true });
  await mkdir(release, { recursive: true });
  await cp(join(servicesDir, service), release, { recursive: true });
  await cp(join(servicesDir, "shared"), join(release, "shared"), { recursive: true });
  if (!goodReleases.includes(version)) {
    await cp(join(servicesDir, "overlays", version), join(release, "shared"), { recursive: true });
  }
  const manifest = { name: service, version, private: true, imports: { "#shared/*": "./shared/*" } };
  await writeFile(join(release, "package.json"), `${JSON.stringify(manifest, undefined, 2)}\n`);
}

/** Points `current` at a release, in one step. */
export async function activate(dir: string, version: string): Promise<void> {
  const fresh = join(dir, `.current-${process.pid}`);
  await rm(fresh, { force: true });
  await symlink(join("releases", version), fresh);
  await rename(fresh, join(dir, "current"));
}

/** The version that `current` points at, or undefined when there is no such link. */
export async function currentVersion(dir: string): Promise<string | undefined> {
  try {
    return basename(await readlink(join(dir, "current")));
  } catch {
    return undefined;
  }
}

/** Deployments, oldest first. */
export async function readHistory(dir: string): Promise<Deployment[]> {
  return JSON.parse(await readFile(join(dir, "releases", "history.json"), "utf8")) as Deployment[];
}

export async function writeHistory(dir: string, history: Deployment[]): Promise<void> {
  await writeFile(join(dir, "releases", "history.json"), `${JSON.stringify(history, undefined, 2)}\n`);
}

/** Builds a release, switches to it and notes it in the history, like a deploy tool. The caller restarts. */
export async function deploy(build: Build, note: string, now: number = Date.now()): Promise<void> {
  await buildRelease(build);
  const history = await readHistory(build.dir);
  await writeHistory(build.dir, [
    ...history,
    { version: build.version, deployedAt: new Date(now).toISOString(), note },
  ]);
  await activate(build.dir, build.version);
}
