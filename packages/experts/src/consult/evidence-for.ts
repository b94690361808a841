import type { CaseFile, Fact } from "@gradus/core";

export const perspectives = ["practitioner", "sceptic", "analyst"] as const;
export type Perspective = (typeof perspectives)[number];

/**
 * What each perspective may look at. The slices overlap only where an opinion would be worthless without it, so that
 * two experts who agree do so for different reasons:
 *
 * - practitioner: what the service itself shows and says, and what was learned. Not: what changed when, the neighbours, the host.
 * - sceptic: measurements only. Not: words from logs and health pages (they may mislead), patterns, release notes.
 * - analyst: time, changes, topology, host. Not: what worked before, how failures are worded, what the process uses just now.
 */
const kinds: Record<Perspective, ReadonlySet<Fact["kind"]>> = {
  practitioner: new Set([
    "check",
    "process",
    "usage",
    "log",
    "error_rate",
    "container",
    "disk",
    "certificate",
    "port",
    "release",
    "deployment",
    "stops",
    "calls",
    "capacity",
  ]),
  sceptic: new Set([
    "check",
    "process",
    "usage",
    "host",
    "disk",
    "certificate",
    "metric",
    "error_rate",
    "container",
    "drift",
    "port",
    "release",
    "dependency",
    "deployment",
    "stops",
    "calls",
    "capacity",
    "alarm",
  ]),
  analyst: new Set([
    "process",
    "container",
    "host",
    "disk",
    "certificate",
    "metric",
    "error_rate",
    "drift",
    "port",
    "release",
    "dependency",
    "log",
    "check",
    "deployment",
    "stops",
    "calls",
    "capacity",
    "alarm",
  ]),
};

/** The slice of a case that one perspective sees. Candidates, cards and tabu are the same for all: they are the action space. */
export function evidenceFor(perspective: Perspective, file: CaseFile): CaseFile {
  const observations = file.observations.filter((o) => kinds[perspective].has(o.fact.kind));
  switch (perspective) {
    case "practitioner":
      return { ...file, observations, neighbours: [] };
    case "sceptic":
      return { ...file, observations: observations.map(withoutWords), patterns: [] };
    case "analyst":
      return { ...file, observations: observations.map(withoutWords), patterns: [] };
    default:
      return perspective satisfies never;
  }
}

function withoutWords(observation: CaseFile["observations"][number]): CaseFile["observations"][number] {
  const { fact } = observation;
  switch (fact.kind) {
    case "check": {
      const { detail: _, ...measured } = fact;
      return { ...observation, text: "", fact: measured };
    }
    case "log":
      // The analyst sees which code came when, not what was written.
      return {
        ...observation,
        text: "",
        fact: { ...fact, template: fact.code ?? "", sample: fact.code ?? "" },
      };
    case "deployment": {
      const { reason: _, ...measured } = fact;
      return { ...observation, text: "", fact: measured };
    }
    case "stops":
    case "alarm":
      return { ...observation, text: "", fact: { ...fact, reason: "" } };
    default:
      return observation;
  }
}
