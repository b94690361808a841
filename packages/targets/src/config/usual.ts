import { type Autonomy, NO_HOST } from "@gradus/core";

/** What may be done where nobody said anything: nothing, without being asked. */
export const CAUTIOUS: Autonomy = { reversible: "approve", disruptive: "approve", destructive: "approve" };

interface Usual {
  host?: string;
  release?: { kind: "platform" };
  intervalMs?: number;
  settleMs?: number;
}

/** What is usual for a target on AWS: it has no machine, and AWS takes longer than a process to start. */
export function usualOf(kind: unknown): Usual {
  const onPlatform = { host: NO_HOST, intervalMs: 60_000 };
  const release = { kind: "platform" as const };
  switch (kind) {
    case "ecs":
      return { ...onPlatform, release, settleMs: 60_000 };
    case "lambda":
      return { ...onPlatform, release, settleMs: 15_000 };
    case "rds":
      return { ...onPlatform, settleMs: 60_000 };
    default:
      return {};
  }
}
