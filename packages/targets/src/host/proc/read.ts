import { readFileSync } from "node:fs";

/** A file of /proc, or undefined where it is gone or may not be read. Synchronous: the kernel answers from memory. */
export function readProc(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
