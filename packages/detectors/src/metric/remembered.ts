import type { Context, StateStore, Target } from "@gradus/core";
import * as z from "zod";
import { remembered } from "../watcher/memory.ts";
import { isMeant, type MetricKind, namedBy } from "./parse.ts";
import { recall } from "./series.ts";
import { RSS_SERIES } from "./track.ts";

/** One metric of a target as detection remembers it, with what it says of it. Times are epoch ms. */
export interface RememberedSeries {
  name: string;
  kind: MetricKind;
  /** Time and value (counters: a second), oldest first. */
  points: Array<[at: number, value: number]>;
  usual?: number;
  limit?: number;
  anomalies: number[];
  exhaustsAt?: number;
}

const pointSchema = z.tuple([z.number(), z.number()]);
const seriesStateSchema = z.object({
  raw: pointSchema.optional(),
  points: z.array(pointSchema),
  looks: z.number(),
  falls: z.array(z.object({ at: z.number(), peak: z.number(), trough: z.number() })),
  seasons: z.record(z.string(), z.tuple([z.number(), z.number(), z.number(), z.number(), z.number()])),
  ahead: z.number(),
});
const metricStateSchema = z.object({ series: z.record(z.string(), seriesStateSchema) });

/** What detection remembers of a target's metrics, by name. None, and an error in the log, where that cannot be read. */
export async function rememberedSeries(
  store: StateStore,
  target: Target,
  log: Context["log"],
): Promise<RememberedSeries[]> {
  const state = await remembered(store, target.id, "metric");
  if (state === undefined) return [];
  const parsed = metricStateSchema.safeParse(state);
  if (!parsed.success) {
    log("error", "what is remembered of metrics is corrupt", {
      target: target.id,
      error: parsed.error.message,
    });
    return [];
  }
  return Object.entries(parsed.data.series)
    .filter(([, { points }]) => points.length > 0)
    .map(([name, { raw, ...one }]): RememberedSeries => {
      const kind = raw ? "counter" : "gauge";
      const limit = limitOf(target, name);
      const { unusual, ...said } = recall({ ...one, ...(raw ? { raw } : {}) }, { kind, limit });
      return {
        name,
        kind,
        points: one.points,
        anomalies: unusual,
        ...(limit === undefined ? {} : { limit }),
        ...said,
      };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The limit that a target's entry gives a series: as a metric of a platform's, as the process' memory, or on its page. */
function limitOf(target: Target, series: string): number | undefined {
  const kept = target.cloudwatch?.metrics.find((metric) => metric.series === series);
  if (kept) return kept.limit;
  if (series === RSS_SERIES && target.limits.memoryBytes !== undefined) return target.limits.memoryBytes;
  const sample = namedBy(series);
  return Object.entries(target.metrics?.limits ?? {}).find(([name]) => isMeant(name, sample))?.[1];
}
