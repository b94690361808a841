import type { Check, FactOf, Host } from "@gradus/core";
import { createLimiter } from "../shared/limiter.ts";
import { runCommand } from "./command.ts";
import type { DialOptions } from "./dial.ts";
import type { Page, PageRequest } from "./page.ts";
import { createReach, type Reach } from "./reach.ts";

export interface ProbeOptions extends DialOptions {
  /** Requests under way at once, over all targets. */
  maxInFlight?: number;
}

/** Runs checks. One probe serves all targets: it bounds how many requests are under way and reuses connections. */
export interface Probe {
  /**
   * Without a host (the target has no machine) a command is an error. Rejects where an HTTP or TCP check could not be made,
   * by no doing of the target: then nothing is known of it.
   */
  check(check: Check, id: string, host: Host | undefined, now: number): Promise<FactOf<"check">>;
  page(want: PageRequest, now: number): Promise<Page>;
  close(): void;
}

export const createProbe = ({ maxInFlight, ...dial }: ProbeOptions = {}): Probe =>
  probeOver(createReach(dial), maxInFlight);

/** A probe that asks through a reach, and runs commands on hosts. */
export function probeOver(reach: Reach, maxInFlight = 512): Probe {
  const limited = createLimiter(maxInFlight);
  return {
    page: (want, now) => limited(() => reach.page(want, now)),
    close: () => reach.close(),
    check: (check, id, host, now) =>
      limited(() => (check.kind === "command" ? runCommand(check, id, host) : reach.check(check, id, now))),
  };
}
