import type { Host, Observation, Source, Target } from "@gradus/core";
import { factsOf, messageOf } from "@gradus/core";
import { gatherContainer } from "../container/gather.ts";
import { gatherChecks } from "../http/gather.ts";
import type { Probe } from "../http/probe.ts";
import { gatherLogs } from "../log/gather.ts";
import { gatherMetrics, scrape } from "../metric/gather.ts";
import { initialMetrics } from "../metric/track.ts";
import { gatherResources } from "../resource/gather.ts";
import type { HostSample } from "../resource/sample.ts";
import { gatherService } from "../service/gather.ts";
import type { Scene } from "../shared/observe.ts";
import { note } from "../shared/observe.ts";
import type { Memory, Part } from "./memory.ts";
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
  const scene = (source: Source): Scene => ({ target: target.id, source, at, ids: options.ids });
  const deadlineMs = options.deadlineMs ?? 10_000;
  let host: Host;
  try {
    host = options.host(target.host);
  } catch (error) {
    return [note(scene("resource"), "host_unknown", messageOf(error))];
  }

  const guarded = async (
    source: Source,
    work: Promise<Observation[]>,
    ms = deadlineMs,
  ): Promise<Observation[]> => {
    try {
      return await within(ms, source, work);
    } catch (error) {
      return [note(scene(source), `gather_failed:${source}`, messageOf(error))];
    }
  };
  /** What an adapter remembers is kept only if its observations are: else lines would be lost. */
  const remembering = async <P extends Part>(
    part: P,
    ms: number,
    work: Promise<{ observations: Observation[]; state: NonNullable<Memory["parts"][P]> }>,
  ): Promise<Observation[]> => {
    const { observations, state } = await within(ms, part, work);
    memory.parts[part] = state;
    memory.dirty.add(part);
    return observations;
  };

  const service = target.manager
    ? within(deadlineMs, "service", gatherService(options.manager(target), host, target, scene("service")))
    : Promise.resolve({ observations: [] as Observation[], pid: undefined });
  const resources = async (): Promise<Observation[]> => {
    const sample = eyes.sample(host, at);
    sample.catch(() => undefined);
    const known = await service.catch(() => undefined);
    const state = memory.parts.resource ?? {};
    const work = gatherResources({ host, pid: known?.pid, sample }, target, state, scene("resource"));
    return await remembering("resource", deadlineMs, work);
  };
  const suspended = service.then(
    (seen) => factsOf(seen.observations, "process").some((o) => o.fact.state === "T"),
    () => false,
  );
  const checks = async (): Promise<Observation[]> =>
    gatherChecks(probe, host, (await suspended) ? impatient(target) : target, scene("http"));
  const slowest = Math.max(0, ...target.health.map((check) => check.timeoutMs));

  const resourcesSeen = guarded("resource", resources(), 2 * deadlineMs);
  const metrics = async (): Promise<Observation[]> => {
    const { metrics: page, limits } = target;
    const url = (await suspended) ? undefined : page?.url;
    const [scraped, used] = await Promise.all([
      url === undefined ? undefined : scrape(probe, url, at),
      resourcesSeen,
    ]);
    const usage = factsOf(used, "usage")[0]?.fact;
    if (!scraped && (limits.memoryBytes === undefined || !usage)) return [];
    const rss = usage && { pid: usage.pid, bytes: usage.rssBytes };
    const state = memory.parts.metric ?? initialMetrics();
    const seen = gatherMetrics({ scraped, rss }, target, state, scene("metric"));
    return await remembering("metric", deadlineMs, Promise.resolve(seen));
  };

  const groups = await Promise.all([
    guarded(
      "service",
      service.then((seen) => seen.observations),
    ),
    guarded("http", checks(), 2 * deadlineMs + slowest),
    guarded("container", gatherContainer(target, scene("container"))),
    guarded(
      "log",
      remembering("log", deadlineMs, gatherLogs(host, target, memory.parts.log ?? {}, scene("log"))),
    ),
    resourcesSeen,
    guarded("metric", metrics(), 3 * deadlineMs),
  ]);
  return groups.flat();
}
