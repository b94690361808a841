import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { copyFile, cp, mkdir, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { findServicesDir } from "@gradus/demo";

const run = promisify(execFile);

/** The checkout. */
export const root = dirname(dirname(dirname(findServicesDir())));

export interface Bundle {
  directory: string;
  /** Path of a private copy of dist/<entry>.mjs: a rebuild during a long run does not disturb it. */
  path(entry: "gradus" | "chaos"): string;
  /** Builds the dashboard beside it; without that, only the API is served. */
  addSite(): Promise<void>;
  remove(): Promise<void>;
}

/**
 * Builds what is out of date, and copies it with what it looks for around itself: others may build and clean in the
 * checkout meanwhile.
 */
export async function privateBundle(...entries: Array<"gradus" | "chaos">): Promise<Bundle> {
  const directory = await mkdtemp(join(tmpdir(), "gradus-bundle-"));
  const path = (entry: string): string => join(directory, "dist", `${entry}.mjs`);
  await mkdir(join(directory, "dist"));
  for (const entry of entries) await patiently(() => copyOf(entry, path(entry)));
  for (const name of ["targets.yaml", "package.json", "packages/demo/services"])
    await cp(join(root, name), join(directory, name), { recursive: true });
  for (const name of ["node_modules", "web"])
    if (existsSync(join(root, name))) await symlink(join(root, name), join(directory, name));
  const addSite = async (): Promise<void> => {
    await run(process.execPath, ["web/build.mjs", join(directory, "dist", "site")], { cwd: root });
  };
  return { directory, path, addSite, remove: () => rm(directory, { recursive: true, force: true }) };
}

/** The entry is handed over in an argument, and the copy is parsed: another build may write at the same moment. */
async function copyOf(entry: string, to: string): Promise<void> {
  const script = `
    const { ensureBuilt } = await import("./scripts/build.mjs");
    console.log(await ensureBuilt(${JSON.stringify(entry)}));
    process.exit(0);`;
  const { stdout } = await run(process.execPath, ["--input-type=module", "-e", script], { cwd: root });
  await copyFile(stdout.trim(), to);
  await copyFile(`${stdout.trim()}.map`, `${to}.map`).catch(() => undefined);
  await run(process.execPath, ["--check", to]);
}

async function patiently(work: () => Promise<void>): Promise<void> {
  for (let left = 10; ; left -= 1) {
    try {
      return await work();
    } catch (error) {
      if (left === 0) throw error;
      await sleep(3_000);
    }
  }
}
