import type { Clock, Host, ServiceManager, StateStore, Target } from "@gradus/core";
import type { Identify } from "../resource/sample.ts";

export interface WatcherOptions {
  host(id: string): Host;
  manager(target: Target): ServiceManager;
  clock: Clock;
  ids: () => string;
  state: StateStore;
  /** Whose a process is. Children belong to whom their parents belong to. */
  identify: Identify;
  log?: (message: string, detail: Record<string, unknown>) => void;
  /** Requests under way at once, over all targets. */
  maxInFlight?: number;
  /** An adapter that takes longer is left out of the pass. */
  deadlineMs?: number;
  /** A limit that will be reached within this time is a forecast worth a task. */
  forecastHorizonMs?: number;
}
