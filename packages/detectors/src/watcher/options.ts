import type { Clock, Host, Platform, ServiceManager, StateStore, Target } from "@gradus/core";
import type { Probe } from "../http/probe.ts";
import type { Identify } from "../resource/sample.ts";

export interface WatcherOptions {
  host(id: string): Host;
  manager(target: Target): ServiceManager;
  clock: Clock;
  ids: () => string;
  state: StateStore;
  /** Whose a process is. Children belong to whom their parents belong to. */
  identify: Identify;
  /** What runs targets that live on AWS, and what it says of others; without it nothing is asked. */
  platform?: Platform;
  /** Makes the requests instead of a probe of the watcher's own. Who gives it closes it. */
  probe?: Probe;
  log?: (message: string, detail: Record<string, unknown>) => void;
  /** Requests under way at once, over all targets; of a given probe it is the giver's business. */
  maxInFlight?: number;
  /** An adapter that takes longer is left out of the pass. */
  deadlineMs?: number;
  /** A limit that will be reached within this time is a forecast worth a task. */
  forecastHorizonMs?: number;
}
