import type { ServiceStatus } from "@gradus/core";

/** Works, whatever else RDS does meanwhile: after storage was grown that goes on for hours. */
const RUNS: ReadonlySet<string> = new Set(["available", "storage-optimization"]);

/** Does not work, and RDS will not change that by itself. */
const DOWN: ReadonlySet<string> = new Set([
  "stopped",
  "failed",
  "inaccessible-encryption-credentials",
  "incompatible-credentials",
  "incompatible-network",
  "incompatible-option-group",
  "incompatible-parameters",
  "incompatible-restore",
  "insufficient-capacity",
  "restore-error",
]);

/** Everything else (modifying, backing-up, rebooting, …) is work under way: not known, so that nobody acts on it. */
export function readInstanceStatus(status: string | undefined): ServiceStatus {
  if (status !== undefined && RUNS.has(status)) return { running: true, recentStarts: 0 };
  if (status !== undefined && DOWN.has(status)) return { running: false, recentStarts: 0 };
  return {
    running: false,
    recentStarts: 0,
    unknown:
      status === "storage-full"
        ? "its storage is full"
        : `RDS is at work on it: ${status ?? "no status is given"}`,
  };
}
