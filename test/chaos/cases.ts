import { findFault, serviceNames, type FaultId, type ServiceName } from "@gradus/demo";

/**
 * How the fault gets in. "outside": the injector runs in the harness, and its restart() only stops the service, so that
 * Gradus finds it down over the changed files. "inside": the same injector behind POST /api/test/anomaly, whose restart()
 * goes through the supervisor: for faults where the changed version must run before anything is wrong.
 */
export type Via = "outside" | "inside";

export interface Case {
  id: string;
  /** The line in FAULTS.md. */
  number: string;
  fault?: FaultId;
  kind: "fault" | "nothing" | "blip" | "shared";
  via: Via;
  services: readonly ServiceName[];
  /** It takes the processors, or is about them: nothing else runs at the same time. */
  alone: boolean;
  /** Beyond FAULTS.md's N1 to N10. */
  extra: boolean;
}

const inside = new Set<FaultId>(["crash_release", "heap_leak", "bad_release", "log_flood"]);
const alone = new Set<FaultId>(["cpu_hog", "high_cpu"]);
const ids: readonly FaultId[] = [
  "crash",
  "crash_release",
  "kill",
  "freeze",
  "heap_leak",
  "heap_flag",
  "cpu_hog",
  "port_squatter",
  "bad_environment",
  "missing_environment",
  "bad_config",
  "broken_config",
  "bad_release",
  "poisoned_cache",
  "high_memory",
  "high_cpu",
  "high_error",
  "log_flood",
  "file_mode",
];

const faulty = (id: FaultId): Case => {
  const fault = findFault(id);
  if (!fault) throw new Error(`the demo fleet has no fault "${id}"`);
  return {
    id,
    number: fault.number,
    fault: id,
    kind: "fault",
    via: inside.has(id) ? "inside" : "outside",
    services: fault.targets,
    alone: alone.has(id),
    extra: fault.number.startsWith("H"),
  };
};

const control = (id: string, kind: Case["kind"], fault?: FaultId): Case => ({
  id,
  number: id,
  ...(fault === undefined ? {} : { fault }),
  kind,
  via: "outside",
  services: kind === "shared" ? ["email-blast"] : serviceNames,
  alone: false,
  extra: false,
});

export const cases: readonly Case[] = [
  ...ids.map(faulty),
  control("C1", "nothing"),
  control("C2", "blip", "blip"),
  control("C3", "shared", "shared_cause"),
];

/** Those that are named: by id ("kill"), or by the line in FAULTS.md ("N2", "C1"). Throws for a name that is none. */
export function choose(names: readonly string[]): Case[] {
  if (names.length === 0) return [...cases];
  const wanted = new Set<Case>();
  for (const name of names) {
    const found = cases.filter(
      (c) => c.id.toLowerCase() === name.toLowerCase() || c.number.toLowerCase() === name.toLowerCase(),
    );
    if (found.length === 0)
      throw new RangeError(`there is no case "${name}"; known: ${cases.map((c) => c.id).join(", ")}`);
    for (const one of found) wanted.add(one);
  }
  return cases.filter((c) => wanted.has(c));
}
