import { appendFileSync, mkdirSync, renameSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { redact } from "@gradus/core";

export type Level = "info" | "warn" | "error";
export type Log = (level: Level, message: string, fields?: Record<string, unknown>) => void;

const MAX_BYTES = 10 * 1024 * 1024;

/**
 * Newline-delimited JSON, one file and one predecessor (.1). A log that cannot be written (full disk) must not take the
 * product down: the first failure is told to `onFault`, and writing is tried again with each line.
 */
export function createFileLog(file: string, now: () => number, onFault: (error: unknown) => void): Log {
  mkdirSync(dirname(file), { recursive: true });
  let size = sizeOf(file);
  let failing = false;
  return (level, message, fields = {}) => {
    const line = `${redact(JSON.stringify({ at: new Date(now()).toISOString(), level, message, ...fields }), 8_000)}\n`;
    try {
      if (size > MAX_BYTES) {
        renameSync(file, `${file}.1`);
        size = 0;
      }
      appendFileSync(file, line);
      size += line.length;
      failing = false;
    } catch (error) {
      if (!failing) onFault(error);
      failing = true;
    }
  };
}

function sizeOf(file: string): number {
  try {
    return statSync(file).size;
  } catch {
    return 0;
  }
}
