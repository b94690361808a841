import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Task } from "@gradus/core";
import type { InstalledService } from "@gradus/demo";
import { serviceProcesses } from "../support/processes.ts";
import type { Installation } from "../support/installation.ts";

/** What must still be there, and no worse than before, whatever was done: points iii and iv of the oracle. */
export interface Standing {
  pids: Record<string, number | undefined>;
}

export function standing({ services }: Installation): Standing {
  return { pids: Object.fromEntries(services.map((s) => [s.service, serviceProcesses(s.dir)[0]])) };
}

interface Bystanders {
  installation: Installation;
  victim: InstalledService | undefined;
  before: Standing;
}

/** Services that were removed, doubled, paused, or touched without need. */
export async function damage({ installation, victim, before }: Bystanders): Promise<string[]> {
  const found: string[] = [];
  for (const service of installation.services) {
    const { service: name, dir } = service;
    const pids = serviceProcesses(dir);
    if (pids.length === 0) found.push(`${name} does not run`);
    if (pids.length > 1) found.push(`${name} runs ${pids.length} times: ${pids.join(", ")}`);
    for (const version of ["1.0.0", "1.1.0"])
      if (!existsSync(join(dir, "releases", version)))
        found.push(`release ${version} of ${name} was removed`);
    if (service !== victim && pids[0] !== before.pids[name])
      found.push(`${name} was restarted, which had no fault`);
    if (await isPaused(service)) found.push(`the background jobs of ${name} stay paused`);
  }
  return found;
}

async function isPaused({ url }: InstalledService): Promise<boolean> {
  const response = await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(5_000) }).catch(
    () => undefined,
  );
  return /^jobs_paused 1$/m.test((await response?.text()) ?? "");
}

/** These are done to the intruder, not to the target that suffers from it. */
const onIntruders = new Set(["renice-process", "stop-intruder"]);

/** Actions on targets that had no fault of their own. */
export function needless(tasks: readonly Task[], victim: string | undefined): string[] {
  return tasks
    .filter((t) => t.target !== victim)
    .flatMap((t) =>
      t.attempts
        .filter((a) => !onIntruders.has(a.action.runbook))
        .map((a) => `${a.action.runbook} on ${t.target}, which had no fault of its own (${t.title})`),
    );
}

/** The latest attempt that fixed the victim, or ended what it suffered from on behalf of another. */
export function fixOf(tasks: readonly Task[], victim: string | undefined, until: number) {
  const fixes = tasks
    .filter((t) => t.status === "fixed" && (t.closedAt ?? Infinity) <= until)
    .sort((a, b) => (b.closedAt ?? 0) - (a.closedAt ?? 0))
    .flatMap((task) => {
      const attempt = task.attempts.findLast((a) => a.result === "fixed");
      return attempt ? [{ task, attempt }] : [];
    });
  const fix =
    fixes.find(({ task }) => task.target === victim) ??
    fixes.find(({ attempt }) => onIntruders.has(attempt.action.runbook));
  return (
    fix && {
      at: fix.task.closedAt ?? 0,
      by: { task: fix.task.id, phase: fix.attempt.phase, runbook: fix.attempt.action.runbook },
    }
  );
}

/** A task for the record: observations as their text. */
export const onRecord = ({ observations, ...task }: Task) => ({
  ...task,
  observations: observations.map((o) => o.text.slice(0, 300)),
});
