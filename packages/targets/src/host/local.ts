import type { Host } from "@gradus/core";
import { minimalEnvironment } from "./environment.ts";
import { disk, link, list, readFile, remove, stat, truncate } from "./files.ts";
import { readLoad } from "./proc/load.ts";
import { readEnvironment, readProcess } from "./proc/process.ts";
import { createSnapshot } from "./proc/snapshot.ts";
import { createListeners } from "./proc/sockets.ts";
import { type OnCommand, runCommand } from "./run.ts";
import { reniceProcess, reniceSession, signalProcess } from "./signal.ts";
import { setMode, writeFile } from "./write.ts";

export interface LocalHostOptions {
  id?: string;
  /** The environment of Gradus: only PATH, HOME and LANG are handed to commands. */
  env?: Readonly<Record<string, string | undefined>>;
  /** How old the list of processes may be, milliseconds. */
  snapshotMs?: number;
  /** Told of the commands that it runs, so that they can be told from strangers. */
  onCommand?: OnCommand;
}

const monotonic = (): number => performance.now();

/** This machine, seen through /proc. */
export function createLocalHost(options: LocalHostOptions = {}): Host {
  const environment = minimalEnvironment(options.env);
  return {
    id: options.id ?? "local",
    run: (argv, runOptions = {}) => runCommand(argv, runOptions, environment, options.onCommand),
    readFile,
    writeFile,
    stat,
    list,
    setMode,
    remove,
    truncate,
    link,
    processes: createSnapshot(options.snapshotMs ?? 500, monotonic),
    process: async (pid) => readProcess(pid),
    environment: async (pid) => readEnvironment(pid),
    listeners: createListeners(monotonic),
    disk,
    load: async () => readLoad(),
    signal: signalProcess,
    renice: reniceProcess,
    reniceSession,
  };
}
