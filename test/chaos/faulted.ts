import { setTimeout as sleep } from "node:timers/promises";
import type { TaskSummary } from "@gradus/core";
import type { Injection } from "@gradus/demo";
import type { Probes } from "./probe.ts";
import type { RunSpec } from "./run.ts";
import type { System } from "./system.ts";

const lookEveryMs = 1_500;
const probeEveryMs = 3_000;

export const isOpen = ({ status }: TaskSummary): boolean =>
  status === "working" || status === "awaiting_approval" || status === "awaiting_human";

export interface Healing {
  /** Since when everything was good on end. */
  goodSince?: number;
  /** Why the last look was not good. */
  lastBad: string;
  /** When the probe was bad after it had been good. */
  slips: string[];
}

interface Patient {
  spec: RunSpec;
  system: System;
  probes: Probes;
  injection: Pick<Injection, "isCauseGone">;
  injectedAt: number;
}

/** Waits until the cause is gone and the probe good, and stays so for `holdMs` on end; gives up at the limit. */
export async function watchHealing(patient: Patient): Promise<Healing> {
  const { spec, system, injectedAt } = patient;
  const healing: Healing = { lastBad: "", slips: [] };
  for (;;) {
    const why = await whatIsWrong(patient);
    const now = Date.now();
    if (why === undefined) {
      healing.goodSince ??= now;
      const done = (await system.tasks()).every((t) => !isOpen(t));
      if (now - healing.goodSince >= spec.holdMs && (done || now - healing.goodSince > 2 * spec.holdMs))
        return healing;
    } else {
      healing.lastBad = why;
      if (healing.goodSince !== undefined)
        healing.slips.push(`${Math.round((now - injectedAt) / 1000)} s: ${why}`);
      delete healing.goodSince;
      if (now - injectedAt > spec.limitMs) return healing;
    }
    await sleep(healing.goodSince === undefined ? lookEveryMs : probeEveryMs);
  }
}

async function whatIsWrong({ probes, injection }: Patient): Promise<string | undefined> {
  if (!(await injection.isCauseGone())) return "the cause is still there";
  const bad = await probes.all();
  return bad.length === 0 ? undefined : bad.map(({ service, why }) => `${service}: ${why}`).join("; ");
}
