import { appendFileSync, mkdirSync, renameSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { redact } from "@gradus/core";

export type Level = "info" | "warn" | "error";
export type Log = (level: Level, message: string, fields?: Record<string, unknown>) => void;

interface FileLogOptions {
  file: string;
  now: () => number;
  /** The first line that could not be written. */
  onFault: (error: unknown) => void;
  /** The first line after that which could. */
  onRecovered: () => void;
  maxBytes?: number;
}

const MAX_BYTES = 10 * 1024 * 1024;
const MAX_LINE = 8_000;

/**
 * Newline-delimited JSON, one file and one predecessor (.1). A log that cannot be written (full disk) must not take the
 * product down: it is said once, and writing is tried again with each line.
 */
export function createFileLog(options: FileLogOptions): Log {
  const { file, now, maxBytes = MAX_BYTES } = options;
  let size = sizeOf(file);
  let failing = false;

  function write(line: string): void {
    if (failing || size === 0) mkdirSync(dirname(file), { recursive: true });
    if (size > maxBytes) {
      renameSync(file, `${file}.1`);
      size = 0;
    }
    appendFileSync(file, line);
    size += Buffer.byteLength(line);
  }

  return (level, message, fields = {}) => {
    const at = new Date(now()).toISOString();
    const line = `${redact(JSON.stringify({ at, level, message, ...fields }), MAX_LINE)}\n`;
    try {
      write(line);
    } catch (error) {
      // Said once: saying it may come back here.
      const isNews = !failing;
      failing = true;
      if (isNews) options.onFault(error);
      return;
    }
    if (!failing) return;
    failing = false;
    options.onRecovered();
  };
}

function sizeOf(file: string): number {
  try {
    return statSync(file).size;
  } catch {
    return 0;
  }
}
