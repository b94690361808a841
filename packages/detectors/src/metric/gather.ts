import type { Observation, Target } from "@gradus/core";
import type { Probe } from "../http/probe.ts";
import { brief } from "../shared/numbers.ts";
import type { Scene } from "../shared/observe.ts";
import { observe } from "../shared/observe.ts";
import { addPoint, errorRate } from "./error-rate.ts";
import type { Kept, MetricState } from "./track.ts";
import { track } from "./track.ts";
import type { Sample } from "./parse.ts";
import { parseMetrics } from "./parse.ts";

const MAX_BYTES = 5 * 1_048_576;
const TIMEOUT_MS = 3_000;

type Problem = "unreachable" | "not_metrics" | "too_large" | "timeout";
export type Scrape = { samples: Sample[] } | { problem: Problem; detail: string };

/** Reads the target's metrics page. */
export async function scrape(probe: Probe, url: string, now: number): Promise<Scrape> {
  const headers = { accept: "text/plain;version=0.0.4, */*;q=0.1" };
  const page = await probe.page(
    { url, method: "GET", timeoutMs: TIMEOUT_MS, maxBytes: MAX_BYTES, headers },
    now,
  );
  if (!page.ok)
    return { problem: page.outcome === "timeout" ? "timeout" : "unreachable", detail: page.detail };
  const { answer } = page;
  if (answer.status !== 200) return { problem: "unreachable", detail: `status ${answer.status}` };
  if (!answer.complete) return { problem: "too_large", detail: "over 5 MiB" };
  const samples = parseMetrics(answer.body);
  return samples ? { samples } : { problem: "not_metrics", detail: answer.body.slice(0, 120) };
}

export interface Given {
  scraped: Scrape | undefined;
  /** The newest values of metrics that a platform keeps, by the names that the target gives them. */
  kept?: readonly Kept[];
  rss?: { pid: number; bytes: number } | undefined;
}

/** Judges what was scraped, what a platform keeps, and the memory of the process, against what is usual and against limits. */
export function gatherMetrics(
  given: Given,
  target: Target,
  state: MetricState,
  scene: Scene,
): { observations: Observation[]; state: MetricState } {
  const { scraped, kept = [], rss } = given;
  const observations: Observation[] = [];
  const samples = scraped && "samples" in scraped ? scraped.samples : [];
  if (target.metrics && scraped && "problem" in scraped) {
    const { problem, detail } = scraped;
    const fact = { kind: "metric_state", url: target.metrics.url, problem, detail } as const;
    observations.push(observe(scene, fact, `${target.metrics.url}: ${problem}, ${detail}`));
  }
  const tracked = track(state, samples, rss, target, scene.at, kept);
  const next = tracked.state;
  for (const fact of tracked.facts) {
    const parts = [`${fact.series} = ${brief(fact.value)}`];
    if (fact.usual !== undefined) parts.push(`usually ${brief(fact.usual)}`);
    if (fact.exhaustsInMs !== undefined)
      parts.push(`reaches ${fact.limit} in ${brief(fact.exhaustsInMs / 60_000)} min`);
    observations.push(observe(scene, fact, parts.join(", ")));
  }
  const names = target.metrics?.errorRate;
  const points =
    names && samples.length > 0 ? addPoint(state.errors ?? [], samples, names, scene.at) : undefined;
  if (names && points) {
    next.errors = points;
    const now = errorRate(points);
    if (now) {
      const fact = { kind: "error_rate", ...now, max: names.max } as const;
      const text = `${brief(100 * now.rate)} % of ${now.requests} requests failed, at most ${brief(100 * names.max)} % may`;
      observations.push(observe(scene, fact, text));
    }
  } else if (names && state.errors) next.errors = state.errors;
  return { observations, state: next };
}
