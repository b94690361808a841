import { type Case, kase } from "./case.ts";

/** Of what a platform runs: services, functions, databases. */
export const platformCases: readonly Case[] = [
  kase(
    "deployment fails",
    "bad_release",
    "roll-back-release",
    [14, 1],
    "deployment:failed",
    "release:changed",
  ),
  kase(
    "deployment does not come up",
    "bad_release",
    "roll-back-release",
    [14, 1],
    "deployment:stuck",
    "release:changed",
  ),
  kase(
    "tasks end since the release",
    "bad_release",
    "roll-back-release",
    [14, 1],
    "stops:repeated",
    "release:changed",
  ),
  kase(
    "tasks out of memory since the release",
    "bad_release",
    "roll-back-release",
    [13, 1],
    "stops:oom",
    "release:changed",
  ),
  kase("tasks end", "crash", "restart-service", [11, 4], "stops:repeated"),
  kase("tasks out of memory", "memory_pressure", "restart-service", [9, 4], "stops:oom"),
  kase(
    "tasks out of memory, again and again",
    "memory_pressure",
    "restart-service",
    [9, 4],
    "stops:oom",
    "stops:repeated",
    "exit:code-137",
  ),
  kase("calls turned away", "overload", "raise-concurrency", [15, 1], "calls:throttled"),
  kase("slow with all its tasks", "overload", "scale-out", [10, 3], "check:slow", "says:slow_service"),
  kase("storage of a database full", "disk_full", "grow-storage", [14, 1], "disk:full", "says:storage_full"),
];
