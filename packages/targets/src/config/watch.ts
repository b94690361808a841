import { statSync, watch, type FSWatcher } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import type { Target } from "@gradus/core";
import { loadTargets, type LoadOptions } from "./load.ts";
import type { ConfigProblem } from "./problem.ts";

export interface TargetsChange {
  /** The newest targets that could be read: with problems, the ones from before. */
  targets: Target[];
  warnings: ConfigProblem[];
  /** Why the file as it is now is not in use; empty if it is. */
  problems: ConfigProblem[];
}

export interface Timers {
  setTimeout(job: () => void, ms: number): unknown;
  clearTimeout(timer: unknown): void;
}

export interface WatchOptions extends Omit<LoadOptions, "text" | "file"> {
  debounceMs?: number;
  /** Where the system does not tell of changes (network file systems, containers) the file is looked at this often. */
  pollMs?: number;
  timers?: Timers;
}

export interface TargetsWatch {
  current(): TargetsChange;
  /** Looks now. */
  check(): void;
  close(): void;
}

const realTimers: Timers = {
  setTimeout: (job, ms) => setTimeout(job, ms).unref(),
  clearTimeout: (timer) => clearTimeout(timer as NodeJS.Timeout),
};

/**
 * Loads the file and keeps watching it. `onChange` is told each time its outcome differs, not the first time: that is
 * `current()`. The folder is watched, not the file, because editors replace files.
 */
export function watchTargets(
  file: string,
  options: WatchOptions,
  onChange: (change: TargetsChange) => void,
): TargetsWatch {
  const { debounceMs = 200, pollMs = 2_000, timers = realTimers } = options;
  const path = resolve(file);
  let seen = stampOf(path);
  let current = next({ targets: [], warnings: [], problems: [] });
  let debounce: unknown;
  let poll: unknown;
  let watcher: FSWatcher | undefined;
  let closed = false;

  function next(before: TargetsChange): TargetsChange {
    const loaded = loadTargets({ ...options, file });
    return loaded.ok
      ? { targets: loaded.targets, warnings: loaded.warnings, problems: [] }
      : { ...before, problems: loaded.problems };
  }
  const check = (): void => {
    if (closed) return;
    const stamp = stampOf(path);
    if (stamp === seen) return;
    seen = stamp;
    const change = next(current);
    const same = JSON.stringify(change) === JSON.stringify(current);
    current = change;
    if (!same) onChange(change);
  };
  const soon = (): void => {
    timers.clearTimeout(debounce);
    debounce = timers.setTimeout(check, debounceMs);
  };
  const keepPolling = (): void => {
    check();
    if (!closed) poll = timers.setTimeout(keepPolling, pollMs);
  };
  try {
    watcher = watch(dirname(path), { persistent: false }, (_event, name) => {
      if (name === null || name === basename(path)) soon();
    });
    // Polling goes on alone.
    watcher.on("error", () => watcher?.close());
  } catch {
    watcher = undefined;
  }
  poll = timers.setTimeout(keepPolling, pollMs);
  return {
    current: () => current,
    check,
    close: () => {
      closed = true;
      watcher?.close();
      timers.clearTimeout(debounce);
      timers.clearTimeout(poll);
    },
  };
}

/** What differs when the file was changed, replaced, removed or pointed elsewhere. */
function stampOf(path: string): string {
  try {
    const { ino, size, mtimeMs, ctimeMs } = statSync(path);
    return `${ino}:${size}:${mtimeMs}:${ctimeMs}`;
  } catch {
    return "missing";
  }
}
