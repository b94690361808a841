import { type Fact, GradusError, type Platform, type Sighting, type Source } from "@gradus/core";

const sight = (source: Source, fact: Fact): Sighting => ({ source, fact, text: `${fact.kind} as AWS says` });

/** A platform in memory. What is `down` cannot be asked; lines are told with the time at which they were written. */
export function memoryPlatform(clock: { now(): number }) {
  const shown: Sighting[] = [];
  const values = new Map<string, number>();
  const groups = new Map<string, Array<[at: number, line: string]>>();
  const asked: string[] = [];
  const down = new Set<keyof Platform>();
  let most = 1_000;
  const refuse = (what: keyof Platform): void => {
    asked.push(what);
    if (down.has(what)) throw new GradusError("unavailable", `${what} cannot be asked now`);
  };
  const platform: Platform = {
    async observe() {
      refuse("observe");
      return [...shown];
    },
    async metrics() {
      refuse("metrics");
      return [...values].map(([series, value]) => ({ series, value }));
    },
    async logLines(group, since) {
      refuse("logLines");
      const lines = groups.get(group);
      if (!lines) throw new GradusError("not_found", `there is no log group ${group}`);
      const found = lines.filter(([at]) => at >= since);
      const last = found.slice(0, most).at(-1)?.[0];
      const until = last === undefined ? Math.max(since, clock.now() - 120_000) : last + 1;
      return { lines: found.slice(0, most).map(([, line]) => line), until, cut: found.length > most };
    },
  };
  return {
    platform,
    asked,
    down,
    values,
    show: (...seen: Array<[Source, Fact]>) => {
      shown.splice(0, shown.length, ...seen.map(([source, fact]) => sight(source, fact)));
    },
    write: (group: string, ...lines: Array<[at: number, line: string]>) => {
      groups.set(group, [...(groups.get(group) ?? []), ...lines]);
    },
    limit: (lines: number) => {
      most = lines;
    },
  };
}
