import { dirname, join, resolve } from "node:path";
import type { FileStat, Host, Target } from "@gradus/core";

export interface Candidate {
  path: string;
  stat: FileStat;
}

/** Whether a path is covered: exactly, or directly in a folder that is listed as "folder/*". */
export const isRegenerable = (target: Target, path: string): boolean =>
  target.regenerable.some((entry) =>
    entry.endsWith("/*") ? dirname(path) === entry.slice(0, -2) : path === entry,
  );

/** Data and what a target cannot do without are kept, whatever somebody wrote into its list. */
function isKept(target: Target, path: string): boolean {
  const { manager, release } = target;
  const needed = [
    ...target.files.map((f) => f.path),
    ...target.certificates.map((c) => c.path),
    ...Object.values(target.secrets).flatMap((s) => ("file" in s ? [s.file] : [])),
    ...(manager?.kind === "process" && manager.environmentFile ? [manager.environmentFile] : []),
    ...(release?.kind === "symlink" ? [release.link] : []),
  ];
  return needed.includes(path) || /\.(db|sqlite3?|wal|sql|mdb|ibd|frm|rdb|aof)(-wal|-shm)?$/i.test(path);
}

/** The files behind an entry: regular files (and sockets) themselves, never links, never what a linked folder leads to. */
export async function filesOf(host: Host, target: Target, entry: string): Promise<Candidate[]> {
  const folder = entry.endsWith("/*") ? entry.slice(0, -2) : undefined;
  const parent = folder ?? dirname(entry);
  if (await leadsElsewhere(host, target, parent)) return [];
  if (folder !== undefined && (await host.stat(folder))?.kind !== "directory") return [];
  const paths = folder === undefined ? [entry] : (await host.list(folder)).map((name) => join(folder, name));
  const found: Candidate[] = [];
  for (const path of paths) {
    if (isKept(target, path)) continue;
    const stat = await host.stat(path);
    if (stat?.kind === "file" || stat?.kind === "other") found.push({ path, stat });
  }
  return found;
}

/** Links that the system itself has there. */
const SYSTEM_LINKS = ["/var/run", "/var/lock", "/lib", "/bin", "/sbin"];

/** Whether a folder is reached through a symbolic link other than the target's own release link. */
async function leadsElsewhere(host: Host, target: Target, folder: string): Promise<boolean> {
  const own = target.release?.kind === "symlink" ? resolve(target.release.link) : undefined;
  for (let at = folder; at !== dirname(at); at = dirname(at)) {
    if (at !== own && !SYSTEM_LINKS.includes(at) && (await host.stat(at))?.kind === "link") return true;
  }
  return false;
}
