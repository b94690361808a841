import { createHash } from "node:crypto";
import { lstat, readdir, readFile, readlink } from "node:fs/promises";
import { join, relative } from "node:path";

/** What an installation consists of: path → kind, mode, owner and content hash. Logs are left out. */
export type Snapshot = ReadonlyMap<string, string>;

export async function takeSnapshot(demoDir: string): Promise<Snapshot> {
  const found = new Map<string, string>();
  await walk(demoDir, demoDir, found);
  return found;
}

async function walk(top: string, at: string, found: Map<string, string>): Promise<void> {
  for (const entry of await readdir(at, { withFileTypes: true })) {
    const path = join(at, entry.name);
    if (entry.isDirectory() && entry.name === "logs") continue;
    const described = await describe(path).catch(() => undefined);
    if (described === undefined) continue;
    found.set(relative(top, path), described);
    if (entry.isDirectory()) await walk(top, path, found);
  }
}

async function describe(path: string): Promise<string> {
  const { mode, uid, gid, ...stat } = await lstat(path);
  const owner = `${(mode & 0o7777).toString(8)} ${uid}:${gid}`;
  if (stat.isSymbolicLink()) return `link to ${await readlink(path)}`;
  if (stat.isDirectory()) return `folder ${owner}`;
  const hash = createHash("sha256")
    .update(await readFile(path))
    .digest("hex");
  return `file ${owner} ${hash.slice(0, 16)}`;
}

/** Paths that differ. */
export function changedPaths(before: Snapshot, after: Snapshot): string[] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((p) => before.get(p) !== after.get(p))
    .sort();
}

/**
 * What is not as it should be at the end: everything that was there before the fault must be the same again, byte for byte
 * and mode for mode; what the injector itself added (a release, a line in the history) may stay as it left it.
 */
export function violations(before: Snapshot, injected: Snapshot, after: Snapshot): string[] {
  return changedPaths(before, after).flatMap((path) => {
    const [was, then, now] = [before.get(path), injected.get(path), after.get(path)];
    const added = was === undefined && then !== undefined && now === then;
    if (added) return [];
    if (path.endsWith("releases/history.json") && now === then) return [];
    if (now === undefined) return [`${path} is gone`];
    return [was === undefined ? `${path} is new` : `${path} is not as it was: ${was} → ${now}`];
  });
}
