import type { Host, Observation, Target } from "@gradus/core";
import { factsOf, messageOf, NO_HOST } from "@gradus/core";
import { gatherContainer } from "../container/gather.ts";
import { gatherChecks } from "../http/gather.ts";
import type { Probe } from "../http/probe.ts";
import { gatherLogs } from "../log/gather.ts";
import { gatherGroups } from "../log/groups.ts";
import { gatherMetrics, scrape } from "../metric/gather.ts";
import { initialMetrics } from "../metric/track.ts";
import { gatherKept, gatherPlatform } from "../platform/gather.ts";
import { gatherResources } from "../resource/gather.ts";
import type { HostSample } from "../resource/sample.ts";
import { gatherService } from "../service/gather.ts";
import { note } from "../shared/observe.ts";
import { createGuards } from "./guards.ts";
import type { Memory } from "./memory.ts";
import type { WatcherOptions } from "./options.ts";
import { within } from "./within.ts";

export interface Eyes {
  options: WatcherOptions;
  probe: Probe;
  sample(host: Host, now: number): Promise<HostSample>;
}

/** A suspended process answers nothing: one short try shows it as well as a long one, and the repair does not wait for it. */
const IMPATIENT_MS = 500;
const impatient = (target: Target): Target => ({
  ...target,
  health: target.health.map((check) => ({ ...check, timeoutMs: Math.min(check.timeoutMs, IMPATIENT_MS) })),
});

/** Gathers from all sources side by side. A source that fails or is late leaves a note, and what it remembered stands. */
export async function gather(eyes: Eyes, target: Target, memory: Memory, at: number): Promise<Observation[]> {
  const { options, probe } = eyes;
  const { platform, ids, deadlineMs = 10_000 } = options;
  const { scene, guarded, remembering } = createGuards(memory, { target, at, ids, deadlineMs });
  let host: Host | undefined;
  try {
    // Where there is no machine, nothing is missing either: its files and processes are passed over without a word.
    host = target.host === NO_HOST ? undefined : options.host(target.host);
  } catch (error) {
    return [note(scene("resource"), "host_unknown", messageOf(error))];
  }

  const service = target.manager
    ? within(deadlineMs, "service", gatherService(options.manager(target), host, target, scene("service")))
    : Promise.resolve({ observations: [] as Observation[], pid: undefined });
  const resources = async (host: Host): Promise<Observation[]> => {
    const sample = eyes.sample(host, at);
    sample.catch(() => undefined);
    const known = await service.catch(() => undefined);
    const state = memory.parts.resource ?? {};
    const work = gatherResources({ host, pid: known?.pid, sample }, target, state, scene("resource"));
    return await remembering("resource", work);
  };
  const suspended = service.then(
    (seen) => factsOf(seen.observations, "process").some((o) => o.fact.state === "T"),
    () => false,
  );
  const checks = async (): Promise<Observation[]> =>
    gatherChecks(probe, host, (await suspended) ? impatient(target) : target, scene("http"));
  const slowest = Math.max(0, ...target.health.map((check) => check.timeoutMs));

  const resourcesSeen = host && guarded("resource", resources(host), { ms: 2 * deadlineMs });
  const metrics = async (): Promise<Observation[]> => {
    const { metrics: page, limits } = target;
    const url = (await suspended) ? undefined : page?.url;
    const [scraped, { kept, notes }, used = []] = await Promise.all([
      url === undefined ? undefined : scrape(probe, url, at),
      gatherKept(platform, target, scene("metric"), deadlineMs),
      resourcesSeen,
    ]);
    const usage = factsOf(used, "usage")[0]?.fact;
    if (!scraped && kept.length === 0 && (limits.memoryBytes === undefined || !usage)) return notes;
    const rss = usage && { pid: usage.pid, bytes: usage.rssBytes };
    const state = memory.parts.metric ?? initialMetrics();
    const seen = gatherMetrics({ scraped, kept, rss }, target, state, scene("metric"));
    return [...notes, ...(await remembering("metric", Promise.resolve(seen)))];
  };
  const { log = {}, groups = {} } = memory.parts;

  const found = await Promise.all([
    guarded(
      "service",
      service.then((seen) => seen.observations),
    ),
    guarded("http", checks(), { ms: 2 * deadlineMs + slowest }),
    guarded("container", gatherContainer(target, scene("container"))),
    host && guarded("log", remembering("log", gatherLogs(host, target, log, scene("log")))),
    resourcesSeen,
    guarded("metric", metrics(), { ms: 3 * deadlineMs }),
    platform && guarded("service", gatherPlatform(platform, target, scene("service")), { name: "platform" }),
    platform &&
      guarded("log", remembering("groups", gatherGroups(platform, target, groups, scene("log"))), {
        name: "platform",
      }),
  ]);
  return found.flatMap((observations) => observations ?? []);
}
