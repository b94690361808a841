import type { FaultClass, Level, Risk, RunbookCard } from "@gradus/core";
import * as z from "zod";

const card = (
  id: string,
  level: Level,
  risk: Risk,
  addresses: FaultClass[],
  more: Partial<RunbookCard> = {},
): RunbookCard => ({
  id,
  title: id,
  purpose: id,
  risk,
  level,
  addresses,
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  undoable: risk === "reversible",
  predicts: `${id} helps`,
  lasting: true,
  ...more,
});

/** The action space, as the runbook catalogue declares it. */
export const cards: readonly RunbookCard[] = [
  card("continue-process", "soften", "reversible", ["hang"]),
  card("reload-service", "soften", "reversible", ["bad_config", "certificate"]),
  card("clear-cache", "soften", "reversible", ["bad_cache", "memory_pressure"]),
  card("resume-work", "soften", "reversible", ["overload"]),
  card("renice-process", "soften", "reversible", ["cpu_contention"]),
  card("raise-concurrency", "soften", "reversible", ["overload"]),
  card("rotate-log", "soften", "disruptive", ["disk_full", "log_flood"]),
  card("free-disk", "soften", "disruptive", ["disk_full"]),
  card("restart-service", "restart", "disruptive", ["crash", "killed", "hang"]),
  card("restart-clean", "restart_clean", "disruptive", ["stale_lock", "crash"]),
  card("restore-mode", "restore", "reversible", ["bad_permissions"]),
  card("restore-environment", "restore", "disruptive", ["bad_environment"]),
  card("restore-file", "restore", "disruptive", ["bad_config", "certificate"]),
  card("roll-back-release", "restore", "disruptive", ["bad_release", "memory_leak"]),
  card("grow-storage", "restore", "disruptive", ["disk_full"]),
  card("scale-out", "isolate", "reversible", ["overload"]),
  card("pause-work", "isolate", "reversible", ["overload", "cpu_runaway"], { lasting: false }),
  card("stop-intruder", "isolate", "disruptive", ["port_conflict", "cpu_contention"]),
];
