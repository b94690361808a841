import { randomBytes } from "node:crypto";
import { rm, stat, statfs, writeFile } from "node:fs/promises";
import { join } from "node:path";

const MOST_BYTES = 16 * 1024 * 1024;
/** No more than this part of what is free: so it is taken again only when there is much more room than it gave back. */
const PART = 1 / 20;
const LEAST_BYTES = 1024 * 1024;
/** With less than this left the disk is as good as full, even if the store has not noticed yet. */
const TIGHT_BYTES = 1024 * 1024;

/**
 * A file that takes room while there is some and gives it back when the disk is full, so that what must be written down
 * before anything may be done (tasks, decisions, audit) still fits: a full disk is one of the things to be healed.
 */
export interface Reserve {
  /** Takes the room, or gives it back if the disk has become full. True if it is held. */
  hold(): Promise<boolean>;
  /** True if there was something to give back. */
  release(): Promise<boolean>;
}

export function createReserve(dataDir: string): Reserve {
  const file = join(dataDir, "reserve");
  const held = (): Promise<number> =>
    stat(file).then(
      (s) => s.size,
      () => 0,
    );
  return {
    async hold() {
      const disk = await statfs(dataDir);
      const free = disk.bavail * disk.bsize;
      if ((await held()) > 0) {
        if (free >= TIGHT_BYTES) return true;
        await rm(file, { force: true });
        return false;
      }
      const bytes = Math.min(MOST_BYTES, Math.floor(free * PART));
      if (bytes < LEAST_BYTES) return false;
      try {
        // Random, because some file systems make nothing of zeros.
        await writeFile(file, randomBytes(bytes));
        return true;
      } catch {
        await rm(file, { force: true });
        return false;
      }
    },
    async release() {
      const had = (await held()) > 0;
      await rm(file, { force: true });
      return had;
    },
  };
}
