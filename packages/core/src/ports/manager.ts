import type { Target } from "../target/schema.ts";

/** What a service manager knows of a target's process right now. */
export interface ServiceStatus {
  running: boolean;
  pid?: number;
  /** Epoch milliseconds of the running process's start, or of the last start. */
  startedAt?: number;
  /** How the last process ended, where it could be seen. */
  lastExit?: { at: number; code: number | null; signal: string | null };
  /** Starts within the last ten minutes that nobody asked Gradus for: somebody else restarts it. */
  recentStarts: number;
  /** When Gradus last started it on request, epoch ms: how often it had ended before that says nothing any more. */
  askedAt?: number;
  /** Set when someone stopped it on purpose through Gradus: then being down is not a fault. */
  stoppedOnPurpose?: boolean;
  /** What the environment of all that its last start started carries (GRADUS_RUN), where the manager gives such a mark. */
  mark?: string;
  /** Why the status is not known (a script failed, no permission): shown, never taken for "down". */
  unknown?: string;
}

/** Starts and stops a target. One adapter per kind: process, script, container, … */
export interface ServiceManager {
  status(target: Target): Promise<ServiceStatus>;
  start(target: Target): Promise<void>;
  /** Notes it as stopped on purpose, unless `toRestart`: it is to be started again at once, and down is a fault meanwhile. */
  stop(target: Target, how?: { toRestart?: boolean }): Promise<void>;
  restart(target: Target): Promise<void>;
}
