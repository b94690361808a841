import { link, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { GradusError } from "@gradus/core";
import { storageFault } from "./fault.ts";
import { isAlive, processMark } from "./process.ts";

export interface DirectoryLock {
  path: string;
  release(): Promise<void>;
}

interface Owner {
  pid: number;
  /** Names the process for good, together with the pid: see processMark. */
  mark: string | null;
}

const NAME = /^gradus\.lock\.(\d{1,9})$/;
const TRIES = 20;

/**
 * Takes a data directory for this process. Throws GradusError "conflict" naming the process that has it; a lock whose
 * process is gone (kill -9, reboot) is taken over.
 *
 * Locks are numbered: who finds only dead ones creates the next number, which succeeds for one process alone (link(2)),
 * and then looks again, so that two that take over at the same time cannot both win. No lock file is ever reused.
 */
export async function acquireLock(dataDir: string): Promise<DirectoryLock> {
  const draft = join(dataDir, `gradus.lock.draft-${process.pid}-${performance.now()}`);
  const owner: Owner = { pid: process.pid, mark: (await processMark(process.pid)) ?? null };
  try {
    await mkdir(dataDir, { recursive: true });
    await writeFile(draft, JSON.stringify(owner), { mode: 0o600 });
    for (let tries = 0; tries < TRIES; tries++) {
      const found = await numbers(dataDir);
      for (const n of found) await refuseIfAlive(dataDir, n);
      const mine = (found.at(-1) ?? 0) + 1;
      if (!(await tryLink(draft, pathOf(dataDir, mine)))) continue;
      if ((await numbers(dataDir)).some((n) => n > mine)) {
        await rm(pathOf(dataDir, mine), { force: true });
        continue;
      }
      for (const n of found) await rm(pathOf(dataDir, n), { force: true });
      const path = pathOf(dataDir, mine);
      return { path, release: () => rm(path, { force: true }) };
    }
  } catch (error) {
    throw storageFault(error, dataDir);
  } finally {
    await rm(draft, { force: true });
  }
  throw new GradusError("conflict", `The data directory ${dataDir} is being taken by other processes.`, {
    dataDir,
  });
}

const pathOf = (dataDir: string, n: number): string => join(dataDir, `gradus.lock.${n}`);

async function numbers(dataDir: string): Promise<number[]> {
  const names = await readdir(dataDir);
  return names
    .map((name) => Number(NAME.exec(name)?.[1] ?? 0))
    .filter((n) => n > 0)
    .sort((a, b) => a - b);
}

async function refuseIfAlive(dataDir: string, n: number): Promise<void> {
  const owner = await readOwner(pathOf(dataDir, n));
  if (!owner || !(await isAlive(owner.pid, owner.mark))) return;
  throw new GradusError(
    "conflict",
    `The data directory ${dataDir} is in use by process ${owner.pid}. Stop that one first, or choose another directory.`,
    { dataDir, pid: owner.pid },
  );
}

/** Undefined for a lock that has gone in the meantime, or that a full disk left empty. */
async function readOwner(path: string): Promise<Owner | undefined> {
  try {
    const value = JSON.parse(await readFile(path, "utf8")) as Partial<Owner> | null;
    return typeof value?.pid === "number" ? { pid: value.pid, mark: value.mark ?? null } : undefined;
  } catch {
    return undefined;
  }
}

async function tryLink(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}
