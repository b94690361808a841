import { factsOf } from "@gradus/core";
import { freeDisk as card } from "../cards/soften.ts";
import { runbook } from "../support/define.ts";
import { filesOf, isRegenerable, type Candidate } from "../support/regenerable.ts";
import type { Scene } from "../support/scene.ts";

/** How far below its limit a file system should be afterwards, percentage points. */
const ROOM = 15;

export const freeDisk = runbook({
  card,
  needs: "machine",
  candidates(target, observations) {
    if (target.regenerable.length === 0) return [];
    const full = factsOf(observations, "disk")
      .filter(({ fact }) => Math.max(fact.usedPercent, fact.inodesPercent) >= fact.maxPercent)
      .map((o) => o.fact.path);
    const noSpace = factsOf(observations, "log").some((o) => o.fact.code === "ENOSPC");
    const watched = target.disks.map((d) => d.path);
    if (full.length === 0 && !noSpace) return [];
    const paths = watched.filter((path) => full.includes(path) || (full.length === 0 && noSpace));
    const others = paths.length > 0 ? [] : target.regenerable;
    return [...paths, ...others]
      .filter((path) => card.params.safeParse({ path }).success)
      .map((path) => ({ path }));
  },
  ready: async (scene, { path }) => {
    if (scene.target.regenerable.length === 0) return `${scene.target.id} declares no file as regenerable`;
    return isMeant(scene, path) ? undefined : `${path} is neither a watched disk nor declared as regenerable`;
  },
  async apply(scene, { path }, run) {
    const files = await behind(scene, path);
    if (files.length === 0) return run.note("there is no regenerable file to remove");
    await run.step(`free space on ${path}`, async () => {
      let bytes = 0;
      let count = 0;
      for (const file of files) {
        if (await hasRoom(scene, path)) break;
        bytes += await clear(scene, file);
        count += 1;
      }
      const disk = await scene.host.disk(path).catch(() => undefined);
      const now = disk ? `; now ${Math.round(disk.usedPercent)} % used` : "";
      return `${bytes} bytes of ${count} files freed${now}`;
    });
  },
  async causeGone(scene, { path }) {
    const limit = scene.target.disks.find((d) => d.path === path);
    const disk = limit && (await scene.host.disk(path));
    return disk && Math.max(disk.usedPercent, disk.inodesPercent) < limit.maxPercent;
  },
});

const isMeant = ({ target }: Scene, path: string): boolean =>
  target.disks.some((d) => d.path === path) ||
  target.regenerable.includes(path) ||
  isRegenerable(target, path);

/** The regenerable files that a path stands for, largest first. */
async function behind(scene: Scene, path: string): Promise<Candidate[]> {
  const { host, target } = scene;
  const watched = target.disks.some((d) => d.path === path);
  const found: Candidate[] = [];
  for (const entry of target.regenerable) {
    for (const file of await filesOf(host, target, entry)) {
      if (file.stat.kind !== "file") continue;
      if (watched ? await isOn(scene, file.path, path) : path === entry || path === file.path)
        found.push(file);
    }
  }
  return found.sort((a, b) => b.stat.size - a.stat.size);
}

/** On the same file system: one size, and below the path or as full. Use may change between the two readings. */
async function isOn(scene: Scene, file: string, disk: string): Promise<boolean> {
  const [a, b] = await Promise.all([scene.host.disk(file), scene.host.disk(disk)]);
  if (a === undefined || b === undefined || a.totalBytes !== b.totalBytes) return false;
  if (file.startsWith(disk === "/" ? "/" : `${disk}/`)) return true;
  return Math.abs(a.usedBytes - b.usedBytes) <= a.totalBytes / 100;
}

/** A watched disk is freed until it has room; a path named by itself is freed whole. */
async function hasRoom(scene: Scene, path: string): Promise<boolean> {
  const limit = scene.target.disks.find((d) => d.path === path);
  if (!limit) return false;
  const disk = await scene.host.disk(path);
  const enough = Math.max(limit.maxPercent - ROOM, 1);
  return disk !== undefined && Math.max(disk.usedPercent, disk.inodesPercent) < enough;
}

/** Bytes freed. A log or a file named exactly is emptied in place, because its writer goes on writing to it; another is removed. */
async function clear({ host, target }: Scene, { path, stat }: Candidate): Promise<number> {
  const now = await host.stat(path);
  if (now?.kind !== "file" || now.inode !== stat.inode) return 0;
  const output = target.manager?.kind === "process" ? target.manager.output : undefined;
  const isOpen = path === output || target.logs.some((l) => l.path === path);
  if (isOpen || target.regenerable.includes(path)) await host.truncate(path);
  else await host.remove(path);
  return now.size;
}
