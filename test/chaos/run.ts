import type { TaskSummary } from "@gradus/core";
import type { ServiceName } from "@gradus/demo";
import { randomFrom } from "../support/random.ts";
import type { Case } from "./cases.ts";

export type SystemName = "gradus" | "do-nothing" | "restart-all" | "monit";

/** One run, as the worker process gets it. Plain JSON. */
export interface RunSpec {
  n: number;
  case: string;
  repeat: number;
  service: ServiceName;
  system: SystemName;
  seed: number;
  /** Wait so long after everything is well, so that faults fall anywhere between two checks. */
  phaseMs: number;
  holdMs: number;
  /** A fault that is not fixed by then is not fixed. */
  limitMs: number;
  /** Between two checks of Gradus; what the targets file says if absent. */
  intervalMs?: number;
  directory: string;
  bundle: string;
  portBase: number;
  apiPort: number;
}

/** Bumped when the shape changes that `--json` writes. */
export interface RunResult {
  spec: RunSpec;
  /** What the run was for: the fault is fixed by everything the oracle asks, or the control was left alone. */
  ok: boolean;
  /** Without a person: ok, and nothing was escalated. */
  autonomous: boolean;
  /** From the injection to the closing of the task that fixed it; to the first good probe where no task tells. */
  seconds?: number;
  /** To the last moment when the probe from outside was bad. */
  outageSeconds?: number;
  fixedBy?: { task: string; phase: number; runbook: string };
  attempts: number;
  escalations: number;
  mails: number;
  trap?: string;
  harm: string[];
  /** Why it is not ok. */
  failures: string[];
  /** Worth knowing, and not wrong. */
  notes: string[];
  tasks: TaskSummary[];
  /** The tasks in full where something was wrong. */
  details?: unknown[];
  /** Load average over one minute at the injection. */
  load: number;
  tookSeconds: number;
}

interface PlanOptions {
  system: SystemName;
  repeats: number;
  seed: number;
  holdMs: number;
  limitMs: number;
  intervalMs?: number;
  directory: string;
  bundle: string;
  /** Runs share one network: each needs ports of its own. */
  sharedNetwork: boolean;
}

/** Every case `repeats` times, on another of its services each time, repeat by repeat. */
export function plan(chosen: readonly Case[], options: PlanOptions): RunSpec[] {
  const { system, repeats, seed, holdMs, limitMs, intervalMs, directory, bundle, sharedNetwork } = options;
  const specs: RunSpec[] = [];
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    for (const [at, one] of chosen.entries()) {
      const n = specs.length;
      const own = seed * 7_919 + at * 101 + repeat;
      const service = one.services[(repeat + at) % one.services.length] ?? "email-blast";
      specs.push({
        n,
        case: one.id,
        repeat,
        service,
        system,
        seed: own,
        phaseMs: Math.round(randomFrom(own)() * (intervalMs ?? 10_000)),
        ...(intervalMs === undefined ? {} : { intervalMs }),
        holdMs,
        limitMs,
        directory: `${directory}/run-${n}`,
        bundle,
        portBase: sharedNetwork ? 20_000 + n * 4 : 7_101,
        apiPort: sharedNetwork ? 20_003 + n * 4 : 8_899,
      });
    }
  }
  return specs;
}

/** A run that gave no result: killed at its hard limit, or broken itself. */
export const lost = (spec: RunSpec, why: string, tookSeconds: number): RunResult => ({
  spec,
  ok: false,
  autonomous: false,
  attempts: 0,
  escalations: 0,
  mails: 0,
  harm: [],
  failures: [why],
  notes: [],
  tasks: [],
  load: 0,
  tookSeconds,
});
