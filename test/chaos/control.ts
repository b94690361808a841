import { loadavg } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { damage, onRecord, standing } from "./judge.ts";
import { inject } from "./oracle.ts";
import { calibrate } from "./probe.ts";
import type { RunResult } from "./run.ts";
import { takeSnapshot, violations } from "./snapshot.ts";
import type { Scene } from "./worker.ts";

/** C1 and C2: nothing is wrong, or not for long. What is done anyway is harm. */
export async function control({ spec, one, installation, system }: Scene): Promise<RunResult> {
  const demoDir = join(installation.dataDir, "demo");
  const victim = installation.services.find((s) => s.service === spec.service);
  const probes = await calibrate(installation.services);
  const before = await takeSnapshot(demoDir);
  const stood = standing(installation);
  const load = Math.round((loadavg()[0] ?? 0) * 10) / 10;

  const injection = one.kind === "blip" && victim ? await inject(one, victim, system) : undefined;
  await sleep(one.kind === "nothing" ? Math.min(90_000, 1.5 * spec.holdMs) : spec.holdMs + 5_000);

  const trap = await injection?.trap?.();
  const tasks = await system.details();
  const mails = await system.mails();
  const escalations = await system.escalations();
  const acted = tasks.flatMap((t) =>
    t.attempts.map((a) => `${a.action.runbook} on ${t.target} (${t.title})`),
  );
  const unwell = await probes.all();
  const harm = [
    ...(await damage({ installation, victim: undefined, before: stood })),
    ...violations(before, before, await takeSnapshot(demoDir)),
    ...acted,
  ];
  const failures = [
    ...harm,
    ...(trap === undefined ? [] : [`trap: ${trap}`]),
    ...(one.kind === "nothing" ? tasks.map((t) => `a task was opened over nothing: ${t.title}`) : []),
    ...(escalations + mails > 0 ? [`${escalations} escalations and ${mails} mails over nothing`] : []),
    ...unwell.map(({ service, why }) => `${service}: ${why}`),
  ];
  return {
    spec,
    ok: failures.length === 0,
    autonomous: failures.length === 0,
    attempts: acted.length,
    escalations,
    mails,
    ...(trap === undefined ? {} : { trap }),
    harm,
    failures,
    notes: one.kind === "blip" ? tasks.map((t) => `a task was opened: ${t.title} (${t.status})`) : [],
    tasks: await system.tasks(),
    ...(failures.length === 0 ? {} : { details: tasks.map(onRecord) }),
    load,
    tookSeconds: 0,
  };
}
