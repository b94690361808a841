import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Context } from "@gradus/core";
import { nodeCrypto } from "@gradus/store";

const LEAST_CHARACTERS = 32;

/**
 * The key of signed links: made once for each data directory, readable by its owner only. One that is damaged (a full disk
 * leaves empty files) is replaced: links that were sent before then open nothing any more, but nobody can forge one.
 */
export function keyIn(dataDir: string, log: Context["log"]): string {
  const file = join(dataDir, "link.key");
  const found = read(file);
  if (found !== undefined && found.length >= LEAST_CHARACTERS) return found;
  if (found !== undefined)
    log("warn", "the key of signed links was damaged and is made anew: links in older mail do not work", {
      file,
    });
  const key = nodeCrypto.randomId() + nodeCrypto.randomId();
  writeFileSync(`${file}.new`, key, { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return key;
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8").trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
