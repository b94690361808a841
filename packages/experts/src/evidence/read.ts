import type { CaseFile, Fact, FactOf, Observation } from "@gradus/core";

/** An observation whose fact is of kind K. */
export type Seen<K extends Fact["kind"]> = Observation & { fact: FactOf<K> };

/** A case file read once: the newest observation of each thing, in an order that does not depend on the file's. */
export interface Evidence {
  file: CaseFile;
  process: Seen<"process"> | undefined;
  usage: Seen<"usage"> | undefined;
  host: Seen<"host"> | undefined;
  release: Seen<"release"> | undefined;
  errorRate: Seen<"error_rate"> | undefined;
  container: Seen<"container"> | undefined;
  deployment: Seen<"deployment"> | undefined;
  stops: Seen<"stops"> | undefined;
  calls: Seen<"calls"> | undefined;
  /** All checks, oldest first: an intermittent fault shows in the older ones. */
  checks: ReadonlyArray<Seen<"check">>;
  /** Newest for each template. */
  logs: ReadonlyArray<Seen<"log">>;
  drift: ReadonlyArray<Seen<"drift">>;
  ports: ReadonlyArray<Seen<"port">>;
  disks: ReadonlyArray<Seen<"disk">>;
  certificates: ReadonlyArray<Seen<"certificate">>;
  metrics: ReadonlyArray<Seen<"metric">>;
  capacities: ReadonlyArray<Seen<"capacity">>;
  alarms: ReadonlyArray<Seen<"alarm">>;
  dependencies: ReadonlyArray<Seen<"dependency">>;
}

/** Reads a case file. Only the host and the neighbours may be other targets' observations. */
export function readEvidence(file: CaseFile): Evidence {
  const sorted = [...file.observations].sort((a, b) => a.at - b.at || compare(a.id, b.id));
  const own = sorted.filter((o) => o.target === file.target.id);
  const newest = <K extends Fact["kind"]>(kind: K) => of(own, kind).at(-1);
  return {
    file,
    process: newest("process"),
    usage: usageOf(of(own, "usage")),
    host: of(sorted, "host").at(-1),
    release: newest("release"),
    errorRate: newest("error_rate"),
    container: newest("container"),
    deployment: newest("deployment"),
    stops: newest("stops"),
    calls: newest("calls"),
    checks: of(own, "check"),
    logs: newestBy(
      of(own, "log").filter((line) => !isOld(line, file, newest("process"))),
      (f) => `${f.path}|${f.templateId}`,
    ),
    drift: newestBy(of(own, "drift"), (f) => `${f.aspect}|${f.key}`),
    ports: newestBy(of(own, "port"), (f) => String(f.port)),
    disks: newestBy(of(own, "disk"), (f) => f.path),
    certificates: newestBy(of(own, "certificate"), (f) => f.path),
    metrics: newestBy(of(own, "metric"), (f) => f.series),
    capacities: newestBy(of(own, "capacity"), (f) => f.unit),
    alarms: newestBy(of(own, "alarm"), (f) => f.name),
    dependencies: newestBy(of(sorted, "dependency"), (f) => f.target),
  };
}

export const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The ids of some observations, or undefined if there are none: the result of a finder. */
export const idsOf = (seen: readonly Observation[]): string[] | undefined =>
  seen.length === 0 ? undefined : seen.map((o) => o.id);

/** The newest reading; one that was taken at a single moment borrows the shares of time from the one before. */
function usageOf(all: ReadonlyArray<Seen<"usage">>): Seen<"usage"> | undefined {
  const last = all.at(-1);
  const measured = all.findLast((o) => o.fact.cpuPercent !== undefined && o.fact.pid === last?.fact.pid);
  if (!last || !measured || last.fact.cpuPercent !== undefined) return last;
  return { ...measured, fact: { ...measured.fact, ...last.fact } };
}

const OLD_MS = 60_000;
const TIME = /\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?Z/;

/** A line that says itself that it is of an earlier run, and of well before this fault: the tail of a log goes far back. */
function isOld(line: Seen<"log">, file: CaseFile, process: Seen<"process"> | undefined): boolean {
  const written = Date.parse(TIME.exec(line.fact.sample)?.[0].replace(" ", "T") ?? "");
  if (Number.isNaN(written)) return false;
  return written < Math.min(file.openedAt - OLD_MS, (process?.fact.startedAt ?? file.openedAt) - 5_000);
}

function of<K extends Fact["kind"]>(observations: readonly Observation[], kind: K): Array<Seen<K>> {
  return observations.filter((o): o is Seen<K> => o.fact.kind === kind);
}

function newestBy<K extends Fact["kind"]>(
  seen: ReadonlyArray<Seen<K>>,
  key: (fact: FactOf<K>) => string,
): Array<Seen<K>> {
  const byKey = new Map(seen.map((o) => [key(o.fact), o]));
  return [...byKey.entries()].sort(([a], [b]) => compare(a, b)).map(([, o]) => o);
}
