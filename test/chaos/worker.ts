import { mkdir, rename, writeFile } from "node:fs/promises";
import { loadavg } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { install } from "../support/installation.ts";
import { end, processesUnder } from "../support/processes.ts";
import { cases } from "./cases.ts";
import { control } from "./control.ts";
import { watchHealing, isOpen } from "./faulted.ts";
import { damage, fixOf, needless, onRecord, standing } from "./judge.ts";
import { inject } from "./oracle.ts";
import { calibrate } from "./probe.ts";
import { lost, type RunResult, type RunSpec } from "./run.ts";
import { takeSnapshot, violations } from "./snapshot.ts";
import { startSystem, type System } from "./system.ts";

/** One run in a process (and, where possible, a machine) of its own. Writes result.json into its folder. */
export async function work(spec: RunSpec): Promise<void> {
  const began = Date.now();
  await mkdir(spec.directory, { recursive: true });
  let system: System | undefined;
  let result: RunResult;
  try {
    const one = cases.find((c) => c.id === spec.case);
    if (!one) throw new RangeError(`there is no case ${spec.case}`);
    const { directory, portBase, apiPort } = spec;
    const installation = await install({ directory, portBase, apiPort, sharedMail: one.kind === "shared" });
    system = await startSystem(spec, installation);
    const scene = { spec, one, installation, system };
    await sleep(spec.phaseMs);
    result = await (one.kind === "fault" || one.kind === "shared" ? faulted(scene) : control(scene));
  } catch (error) {
    result = lost(spec, error instanceof Error ? (error.stack ?? error.message) : String(error), 0);
    result.tasks = (await system?.tasks().catch(() => [])) ?? [];
  }
  result.tookSeconds = seconds(Date.now() - began);
  await writeFile(join(spec.directory, "result.new"), JSON.stringify(result));
  await rename(join(spec.directory, "result.new"), join(spec.directory, "result.json"));
  await system?.stop().catch(() => undefined);
  await end(processesUnder(spec.directory)).catch(() => undefined);
}

const seconds = (ms: number): number => Math.round(ms / 100) / 10;

export interface Scene {
  spec: RunSpec;
  one: (typeof cases)[number];
  installation: Awaited<ReturnType<typeof install>>;
  system: System;
}

async function faulted({ spec, one, installation, system }: Scene): Promise<RunResult> {
  const victim = installation.services.find((s) => s.service === spec.service);
  if (!victim) throw new Error(`${spec.service} is not installed`);
  const demoDir = join(installation.dataDir, "demo");
  const probes = await calibrate(installation.services);
  const before = await takeSnapshot(demoDir);
  const stood = standing(installation);
  const load = Math.round((loadavg()[0] ?? 0) * 10) / 10;

  const injectedAt = Date.now();
  const injection = await inject(one, victim, system);
  const injected = await takeSnapshot(demoDir);
  const healing = await watchHealing({ spec, system, probes, injection, injectedAt });

  const trap = await injection.trap?.();
  const changed = violations(before, injected, await takeSnapshot(demoDir));
  const tasks = await system.details();
  const harm = [
    ...(await damage({ installation, victim, before: stood })),
    ...changed,
    ...needless(tasks, victim.service),
  ];
  const escalations = await system.escalations();
  const mails = await system.mails();
  const failures = [
    ...(healing.goodSince === undefined ? [`not fixed in ${spec.limitMs / 1000} s: ${healing.lastBad}`] : []),
    ...(trap === undefined ? [] : [`trap: ${trap}`]),
    ...(healing.goodSince === undefined ? [] : harm),
    ...(one.kind === "shared" && mails > 1 ? [`${mails} mails for one cause`] : []),
  ];
  const ok = failures.length === 0;
  // A task may close a moment after the look that found everything good.
  const fix = fixOf(tasks, victim.service, (healing.goodSince ?? 0) + 15_000);
  const open = (await system.tasks()).filter(isOpen);
  if (!ok) await injection.cleanUp().catch(() => undefined);
  return {
    spec,
    ok,
    autonomous: ok && escalations === 0,
    ...(healing.goodSince === undefined
      ? {}
      : {
          seconds: seconds((fix?.at ?? healing.goodSince) - injectedAt),
          outageSeconds: seconds(healing.goodSince - injectedAt),
        }),
    ...(fix ? { fixedBy: fix.by } : {}),
    attempts: tasks.reduce((sum, t) => sum + t.attempts.length, 0),
    escalations,
    mails,
    ...(trap === undefined ? {} : { trap }),
    harm,
    failures,
    notes: [
      ...healing.slips.map((s) => `was good, then not, after ${s}`),
      ...(healing.goodSince !== undefined && !fix && spec.system === "gradus"
        ? ["no task says that it was fixed"]
        : []),
      ...open.map((t) => `still open: ${t.title} (${t.status})`),
    ],
    tasks: await system.tasks(),
    ...(ok && escalations === 0 && healing.slips.length === 0 ? {} : { details: tasks.map(onRecord) }),
    load,
    tookSeconds: 0,
  };
}
