import type { Host, Observation, Target } from "@gradus/core";
import { messageOf } from "@gradus/core";
import { brief } from "../shared/numbers.ts";
import type { Scene } from "../shared/observe.ts";
import { note, observe } from "../shared/observe.ts";
import { certificateDaysLeft } from "./certificate.ts";
import type { HostSample } from "./sample.ts";
import type { UsageState } from "./usage.ts";
import { usageOf } from "./usage.ts";

const MB = 1_048_576;

export interface ResourceGatherState {
  usage?: UsageState;
}

/** Use of the process, disks, certificates and the host. What cannot be read becomes a note. */
export async function gatherResources(
  given: { host: Host; pid?: number | undefined; sample: Promise<HostSample> },
  target: Target,
  state: ResourceGatherState,
  scene: Scene,
): Promise<{ observations: Observation[]; state: ResourceGatherState }> {
  const { host, pid } = given;
  const failed = (topic: string) => (error: unknown) => [note(scene, topic, messageOf(error))];
  const sample = await given.sample.catch((error: unknown) => messageOf(error));
  const next: ResourceGatherState = {};
  const usage = async (): Promise<Observation[]> => {
    if (pid === undefined) return [];
    const seen = typeof sample === "string" ? undefined : sample;
    const used = await usageOf(host, pid, seen, state.usage, scene.at);
    if (!used) return [];
    next.usage = used.state;
    return [observe(scene, used.fact, usageText(used.fact))];
  };
  const groups = await Promise.all([
    usage().catch(failed("usage_unknown")),
    ...target.disks.map((disk) =>
      disks(host, disk, scene).catch(failed(`disk_unknown:${disk.path}`.slice(0, 100))),
    ),
    ...target.certificates.map((one) =>
      certificate(host, one, scene).catch(failed(`certificate_unknown:${one.path}`.slice(0, 100))),
    ),
  ]);
  const around =
    typeof sample === "string"
      ? note(scene, "host_unknown", sample)
      : observe(scene, sample.fact, hostText(sample));
  return { observations: [...groups.flat(), around], state: next };
}

async function disks(host: Host, disk: Target["disks"][number], scene: Scene): Promise<Observation[]> {
  const seen = await host.disk(disk.path);
  if (!seen) return [note(scene, `disk_unknown:${disk.path}`.slice(0, 100), "no such file system")];
  const { usedPercent, inodesPercent } = seen;
  const text = `${disk.path}: ${brief(usedPercent)} % used, inodes ${brief(inodesPercent)} %`;
  return [
    observe(
      scene,
      { kind: "disk", path: disk.path, usedPercent, inodesPercent, maxPercent: disk.maxPercent },
      text,
    ),
  ];
}

async function certificate(
  host: Host,
  { path, minDays }: Target["certificates"][number],
  scene: Scene,
): Promise<Observation[]> {
  const unknown = (why: string): Observation[] => [
    note(scene, `certificate_unknown:${path}`.slice(0, 100), why),
  ];
  const pem = await host.readFile(path, { maxBytes: MB });
  if (pem === undefined) return unknown("the file is not there");
  const daysLeft = certificateDaysLeft(pem, scene.at);
  if (daysLeft === undefined) return unknown("there is no certificate in it");
  return [observe(scene, { kind: "certificate", path, daysLeft, minDays }, `${path}: ${daysLeft} days left`)];
}

function usageText(fact: {
  rssBytes: number;
  cpuPercent?: number | undefined;
  waitPercent?: number | undefined;
  fds?: number | undefined;
}): string {
  const parts = [`memory ${Math.round(fact.rssBytes / MB)} MB`];
  if (fact.cpuPercent !== undefined) parts.push(`CPU ${brief(fact.cpuPercent)} %`);
  if (fact.waitPercent !== undefined) parts.push(`waiting for CPU ${brief(fact.waitPercent)} %`);
  if (fact.fds !== undefined) parts.push(`${fact.fds} descriptors`);
  return parts.join(", ");
}

function hostText({ fact }: HostSample): string {
  const busiest = fact.top
    .slice(0, 3)
    .map((p) => `${p.pid} ${p.command.slice(0, 60)} ${brief(p.cpuPercent)} %`);
  const cpu = fact.cpuPercent === undefined ? "" : `CPU ${brief(fact.cpuPercent)} % of ${fact.cores} cores, `;
  return `${cpu}memory ${brief(fact.memoryPercent)} %; busiest: ${busiest.join("; ")}`;
}
