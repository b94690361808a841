import { hoggingTarget, hogOf, starvation } from "../evidence/host.ts";
import { type Evidence, idsOf } from "../evidence/read.ts";

type Finder = (evidence: Evidence) => string[] | undefined;

const FLOOD_FACTOR = 20;
const FLOOD_PER_MINUTE = 60;
const isMemory = (series: string): boolean => /memory|heap|rss/i.test(series);

export const resourceFindings = {
  /** A foreign process takes the processor. */
  hog: (e) => (hogOf(e) && e.host ? [e.host.id] : undefined),
  /** Another watched target takes it: that target's own task deals with it. */
  hog_watched: (e) => (hoggingTarget(e) && e.host ? [e.host.id] : undefined),
  starved: starvation,
  own_cpu: ({ file, usage }) => {
    if (usage?.fact.cpuPercent === undefined) return undefined;
    const limit = file.target.limits.cpuPercent ?? 80;
    const high =
      // The detector counts what it wants, too: on a crowded machine it gets half of that, or more.
      usage.fact.cpuPercent >= limit || (file.symptom === "cpu_high" && usage.fact.cpuPercent >= limit / 2);
    return high ? [usage.id] : undefined;
  },
  own_memory: ({ file, usage, metrics }) => {
    const limit = file.target.limits.memoryBytes;
    const high =
      file.symptom === "memory_high" || (limit !== undefined && (usage?.fact.rssBytes ?? 0) >= limit);
    const over = metrics.filter(
      (m) => isMemory(m.fact.series) && m.fact.limit !== undefined && m.fact.value >= m.fact.limit,
    );
    return idsOf([...(usage && high ? [usage] : []), ...over]);
  },
  memory_rising: ({ metrics }) =>
    idsOf(metrics.filter((m) => isMemory(m.fact.series) && m.fact.exhaustsInMs !== undefined)),
  cache_big: ({ metrics }) =>
    idsOf(metrics.filter((m) => /cache/i.test(m.fact.series) && (m.fact.score ?? 0) >= 3)),
  host_memory: ({ host }) => (host && host.fact.memoryPercent >= 90 ? [host.id] : undefined),
  fds_high: ({ file, usage }) => {
    if (usage?.fact.fds === undefined || usage.fact.fdLimit === undefined) return undefined;
    return usage.fact.fds * 100 >= usage.fact.fdLimit * file.target.limits.fdPercent ? [usage.id] : undefined;
  },
  disk_full: ({ disks }) =>
    idsOf(
      disks.filter(
        (d) => d.fact.usedPercent >= d.fact.maxPercent || d.fact.inodesPercent >= d.fact.maxPercent,
      ),
    ),
  disk_ok: ({ disks }) =>
    disks.every((d) => Math.max(d.fact.usedPercent, d.fact.inodesPercent) < d.fact.maxPercent)
      ? idsOf(disks)
      : undefined,
  log_flood: ({ file, logs }) =>
    idsOf(
      logs
        .filter((l) => l.fact.rate >= FLOOD_PER_MINUTE)
        .filter(
          (l) => file.symptom === "log_flood" || l.fact.rate >= FLOOD_FACTOR * Math.max(1, l.fact.usualRate),
        )
        .sort((a, b) => b.fact.rate - a.fact.rate)
        .slice(0, 2),
    ),
  log_exception: ({ logs }) =>
    idsOf(
      logs
        .filter((l) => l.fact.count > 0 && (l.fact.level === "fatal" || l.fact.level === "error"))
        .filter((l) => /Error\b|uncaught|unhandled|exception|panic|traceback/i.test(l.fact.sample))
        .slice(0, 3),
    ),
  certificate_expired: ({ certificates, checks }) =>
    idsOf([
      ...certificates.filter((c) => c.fact.daysLeft <= 0),
      ...checks.filter((c) => (c.fact.certificateDaysLeft ?? 1) <= 0),
    ]),
  certificate_expiring: ({ certificates }) =>
    idsOf(certificates.filter((c) => c.fact.daysLeft < c.fact.minDays)),
  /** The file on disk is good: what is served is older, and a reload is enough. */
  certificate_renewed: ({ certificates }) => {
    const good = certificates.filter((c) => c.fact.daysLeft >= c.fact.minDays);
    return good.length === certificates.length ? idsOf(good) : undefined;
  },
} as const satisfies Record<string, Finder>;
