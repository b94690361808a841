import type { FileStat, Host } from "@gradus/core";

const NUMBERED = 9;
const MAX_LISTED = 50;

export interface Found {
  path: string;
  stat: FileStat;
}

/** Where a rotated log went: the file with this inode among log.1 … log.9, else among others named log.… or log-…. */
export async function findRotated(host: Host, path: string, inode: number): Promise<Found | undefined> {
  for (let n = 1; n <= NUMBERED; n += 1) {
    const found = await statFile(host, `${path}.${n}`);
    if (!found) break;
    if (found.stat.inode === inode) return found;
  }
  const slash = path.lastIndexOf("/");
  const directory = slash <= 0 ? "/" : path.slice(0, slash);
  const base = path.slice(slash + 1);
  const names = await host.list(directory).catch(() => []);
  const others = names.filter((name) => name !== base && /^[.-]/.test(name.slice(base.length)));
  for (const name of others.filter((name) => name.startsWith(base)).slice(0, MAX_LISTED)) {
    const found = await statFile(host, `${directory === "/" ? "" : directory}/${name}`);
    if (found?.stat.inode === inode) return found;
  }
  return undefined;
}

/** Files that were rotated after the found one and have not been read: log.(n-1) … log.1, oldest first. */
export async function rotatedAfter(host: Host, path: string, found: string): Promise<Found[]> {
  const n = Number(found.slice(path.length + 1));
  if (!Number.isInteger(n) || n > NUMBERED) return [];
  const later: Found[] = [];
  for (let k = n - 1; k >= 1; k -= 1) {
    const one = await statFile(host, `${path}.${k}`);
    if (one) later.push(one);
  }
  return later;
}

export async function statFile(host: Host, path: string): Promise<Found | undefined> {
  let at = path;
  for (let links = 0; links < 4; links += 1) {
    const stat = await host.stat(at);
    if (!stat) return undefined;
    if (stat.kind === "file") return { path: at, stat };
    if (stat.kind !== "link" || stat.linkTarget === undefined) return undefined;
    const folder = at.slice(0, at.lastIndexOf("/"));
    at = stat.linkTarget.startsWith("/") ? stat.linkTarget : `${folder}/${stat.linkTarget}`;
  }
  return undefined;
}
