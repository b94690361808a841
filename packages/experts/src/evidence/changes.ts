import type { Evidence, Seen } from "./read.ts";
import { compare } from "./read.ts";
import { mentions, says } from "./logs.ts";
import { failingDependencies } from "./neighbours.ts";

const MINUTE = 60_000;
/** A change that was in effect for so long without a fault is not what broke it. */
const PROVEN_MS = 10 * MINUTE;
/** A release is recent for so long before the task was opened. */
const RECENT_MS = 60 * MINUTE;
const PROVEN_RELEASE_MS = 24 * 60 * MINUTE;

type Drift = Seen<"drift">;

/**
 * Whether a change can be behind the present fault: it is not if it was in effect during a long good run,
 * nor if the running process started before it and so has never read it.
 */
export function isSuspect(evidence: Evidence, drift: Drift): boolean {
  const changedAt = drift.fact.changedAt;
  const process = evidence.process?.fact;
  if (changedAt === undefined || process?.startedAt === undefined) return true;
  if (process.startedAt < changedAt) return !process.running || drift.fact.aspect !== "environment";
  const until = process.running ? evidence.file.openedAt : (process.exitedAt ?? evidence.file.openedAt);
  return until - process.startedAt < PROVEN_MS;
}

/** Drifted variables that can be behind the fault, the likeliest first: named by the log, suited to the fault, changed last. */
export const environmentSuspects = (evidence: Evidence): Drift[] =>
  ranked(
    evidence,
    evidence.drift.filter((d) => d.fact.aspect === "environment"),
  );

/** Drifted or missing files, the likeliest first. */
export const fileSuspects = (evidence: Evidence): Drift[] =>
  ranked(
    evidence,
    evidence.drift.filter((d) => d.fact.aspect === "file" || d.fact.aspect === "missing"),
  );

/** Drifted modes and owners, the likeliest first. */
export const modeSuspects = (evidence: Evidence): Drift[] =>
  ranked(
    evidence,
    evidence.drift.filter((d) => d.fact.aspect === "mode" || d.fact.aspect === "owner"),
  );

/** The log observations that point at this very change: they name it, show its value, or complain of what it controls. */
export function pointersTo(evidence: Evidence, drift: Drift): string[] {
  const { key, actual, aspect } = drift.fact;
  const name = aspect === "environment" ? key : (key.split("/").at(-1) ?? key);
  const shown = typeof actual === "string" && actual.length >= 6 ? actual : undefined;
  return [
    ...mentions(evidence, name),
    ...(shown === undefined || aspect !== "environment" ? [] : mentions(evidence, shown)),
    ...(aspect === "environment" ? suits(evidence, drift) : []),
  ];
}

/** What a variable is for can be read from its name: a bad URL, a heap limit, a log level, a port. */
function suits(evidence: Evidence, drift: Drift): string[] {
  const { key, expected } = drift.fact;
  const isUrl = /URL|URI|ENDPOINT|BASE/.test(key) || /^[a-z]+:\/\//.test(String(expected));
  if (isUrl) {
    const refused = leadsToDependency(evidence, key) && failingDependencies(evidence).length === 0;
    return [...says(evidence, "log_invalid_url"), ...(refused ? says(evidence, "log_refused") : [])];
  }
  if (/NODE_OPTIONS|HEAP|MAX_OLD|XMX|JAVA_OPTS|MEMORY/.test(key)) {
    const exit = evidence.process;
    const aborted = exit && (exit.fact.exitCode === 134 || exit.fact.exitSignal === "SIGABRT");
    return [...says(evidence, "log_heap_oom"), ...(exit && aborted ? [exit.id] : [])];
  }
  if (/LOG_?LEVEL|DEBUG|VERBOSE/.test(key)) {
    return evidence.logs.filter((l) => l.fact.rate >= 20 * Math.max(1, l.fact.usualRate)).map((l) => l.id);
  }
  if (/(^|_)PORT$/.test(key)) {
    return evidence.ports.filter((p) => !p.fact.listening).map((p) => p.id);
  }
  return [];
}

/** EMAIL_BLAST_URL leads to the dependency "email-blast". */
const leadsToDependency = (evidence: Evidence, variable: string): boolean =>
  evidence.file.target.dependsOn.some((id) => variable.toLowerCase().replaceAll("_", "-").startsWith(id));

/** Whether the version is another than the baseline's, and has not proven itself since. */
export function releaseChange(evidence: Evidence): string[] | undefined {
  const { release, deployment } = evidence;
  const drift = evidence.drift.find((d) => d.fact.aspect === "version");
  const good = release?.fact.baselineVersion;
  // What is being brought into place counts as well as what is there.
  const brought = deployment?.fact.version;
  const differs =
    good !== undefined && (good !== release?.fact.version || (brought !== undefined && brought !== good));
  if (!differs && !drift) return undefined;
  const changedAt = release?.fact.changedAt ?? drift?.fact.changedAt;
  if (changedAt !== undefined && evidence.file.openedAt - changedAt > PROVEN_RELEASE_MS) return undefined;
  return [
    ...(release && differs ? [release.id] : []),
    ...(deployment && brought !== undefined && brought !== good ? [deployment.id] : []),
    ...(drift ? [drift.id] : []),
  ];
}

/**
 * Whether a release went out within the hour before the fault, whatever the baseline says by now. Only where there is a
 * way back: a fresh installation is recent too, and is no release that broke something.
 */
export function releaseRecent(evidence: Evidence): string[] | undefined {
  const release = evidence.release;
  const isReversible = evidence.file.candidates.some((c) => c.runbook === "roll-back-release");
  if (release?.fact.changedAt === undefined || !isReversible) return undefined;
  const age = evidence.file.openedAt - release.fact.changedAt;
  return age <= RECENT_MS ? [release.id] : undefined;
}

function ranked(evidence: Evidence, drift: readonly Drift[]): Drift[] {
  return drift
    .filter((d) => isSuspect(evidence, d))
    .sort(
      (a, b) =>
        likelier(evidence, a, b) ||
        (b.fact.changedAt ?? 0) - (a.fact.changedAt ?? 0) ||
        compare(a.fact.key, b.fact.key),
    );
}

/** Negative if `a` is the likelier culprit, 0 if nothing tells the two apart: named, then changed last, then missing. */
export function likelier(evidence: Evidence, a: Drift, b: Drift): number {
  const named = (d: Drift) => Number(pointersTo(evidence, d).length > 0);
  // Variables of one file share its time of change: a minute tells two changes apart, less does not.
  const age = (d: Drift) => Math.floor((evidence.file.openedAt - (d.fact.changedAt ?? 0)) / MINUTE);
  return (
    named(b) - named(a) || age(a) - age(b) || Number(b.fact.actual === null) - Number(a.fact.actual === null)
  );
}
