import type { Target } from "@gradus/core";
import { createAddressGuard, createGuardedFetch, createReach, type Reach } from "@gradus/detectors";
import { readDeployed } from "../registry/deployed.ts";

/** What the functions that go out have: targets as deployed, and ways out that all lead through one guard. */
export interface Outbound {
  targets: readonly Target[];
  reach: Reach;
  fetch: typeof fetch;
  now: () => number;
}

/** Throws for a file that holds no targets and for a network that is none: then nothing goes out at all. */
export function openOutbound(options: {
  /** JSON, an array of targets. */
  targetsFile: string;
  /** Networks (CIDR) that may be reached although they are not public. */
  allow: readonly string[];
  now: () => number;
}): Outbound {
  const guard = createAddressGuard(options);
  return {
    targets: readDeployed(options.targetsFile),
    reach: createReach({ guard }),
    fetch: createGuardedFetch({ guard }),
    now: options.now,
  };
}
