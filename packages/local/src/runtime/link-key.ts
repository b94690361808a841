import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { nodeCrypto } from "../crypto.ts";

/** The key of signed links: made once for each data directory, readable by its owner only. */
export function keyIn(dataDir: string): string {
  const file = join(dataDir, "link.key");
  try {
    return readFileSync(file, "utf8");
  } catch {
    const key = nodeCrypto.randomId() + nodeCrypto.randomId();
    writeFileSync(file, key, { mode: 0o600 });
    return key;
  }
}
