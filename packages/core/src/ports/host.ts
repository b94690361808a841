/** One machine Gradus can look at and act on. Commands are argument lists; there is no shell. */
export interface Host {
  readonly id: string;
  run(argv: readonly string[], options?: RunOptions): Promise<RunResult>;
  /** Reads at most `maxBytes` from `offset` as UTF-8. Undefined if the file is not there. Throws GradusError "forbidden" if unreadable. */
  readFile(path: string, options?: { offset?: number; maxBytes?: number }): Promise<string | undefined>;
  /** Replaces the file atomically (temporary file + rename); keeps mode and owner unless given. */
  writeFile(
    path: string,
    content: string,
    options?: { mode?: number; uid?: number; gid?: number },
  ): Promise<void>;
  stat(path: string): Promise<FileStat | undefined>;
  list(directory: string): Promise<string[]>;
  setMode(path: string, mode: number, owner?: { uid: number; gid: number }): Promise<void>;
  remove(path: string): Promise<void>;
  /** Empties a file in place, so that a writer that holds it open goes on. */
  truncate(path: string): Promise<void>;
  /** Points a symbolic link at `to` atomically. */
  link(path: string, to: string): Promise<void>;
  /** May be a list that was made shortly before for another caller, unless `maxAgeMs` is 0. */
  processes(options?: { maxAgeMs?: number }): Promise<ProcessInfo[]>;
  process(pid: number): Promise<ProcessInfo | undefined>;
  environment(pid: number): Promise<Record<string, string> | undefined>;
  /** TCP sockets in LISTEN, with the owning pid where it can be seen. */
  listeners(): Promise<Listener[]>;
  /** File system of the path: used percentages and bytes. */
  disk(path: string): Promise<DiskUsage | undefined>;
  load(): Promise<HostLoad>;
  /** False if there is no such process. With `startedAt`, also false if the pid belongs to another process by now. */
  signal(
    pid: number,
    signal: "SIGTERM" | "SIGKILL" | "SIGCONT" | "SIGHUP" | "SIGSTOP",
    startedAt?: number,
  ): Promise<boolean>;
  /** All threads of the process. Throws "not_found" if it is gone, or is not the one that started at `startedAt`. */
  renice(pid: number, nice: number, startedAt?: number): Promise<void>;
  /** The session that the process leads, see `sessionNice`. Throws "not_found" likewise, and "invalid_input" if it leads none. */
  reniceSession(pid: number, nice: number, startedAt?: number): Promise<void>;
}

export interface RunOptions {
  timeoutMs?: number;
  cwd?: string;
  env?: Record<string, string>;
  /** Bytes of stdout and stderr that are kept, each. */
  maxOutput?: number;
}

export interface RunResult {
  code: number | null;
  signal: string | null;
  stdout: string;
  stderr: string;
  timedOut: boolean;
}

export interface FileStat {
  size: number;
  /** Permission bits only, e.g. 0o644. */
  mode: number;
  uid: number;
  gid: number;
  inode: number;
  mtimeMs: number;
  /** Last change of mode, owner or content, where the system tells it. */
  ctimeMs?: number;
  kind: "file" | "directory" | "link" | "other";
  linkTarget?: string;
}

export interface ProcessInfo {
  pid: number;
  ppid: number;
  command: string;
  argv: string[];
  /** Kernel state letter: R, S, D, T (stopped), Z, … */
  state: string;
  /** CPU time used, milliseconds. */
  cpuMs: number;
  rssBytes: number;
  /** Epoch milliseconds; with the pid it names a process for good. */
  startedAt: number;
  nice: number;
  /**
   * Of a process that leads its session, where the scheduler weighs sessions against each other and the nice values of
   * threads only within one: the session's nice value (sched(7), "The autogroup feature").
   */
  sessionNice?: number;
  threads: number;
  fds?: number;
  fdLimit?: number;
  /** Time runnable but waiting for a processor, milliseconds, from schedstat. */
  waitMs?: number;
}

export interface Listener {
  address: string;
  port: number;
  pid?: number;
}

export interface DiskUsage {
  path: string;
  usedBytes: number;
  totalBytes: number;
  usedPercent: number;
  inodesPercent: number;
}

export interface HostLoad {
  cores: number;
  /** Cumulative busy and total CPU milliseconds over all cores; differences give the share. */
  cpuBusyMs: number;
  cpuTotalMs: number;
  memoryUsedPercent: number;
  memoryTotalBytes: number;
  /** PSI "some avg10" of the processor, percent, where the kernel has it. */
  cpuPressure?: number;
}
