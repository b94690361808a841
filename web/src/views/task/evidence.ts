import type { Observation } from "../../api/types.ts";
import { many } from "../../text/words.ts";
import type { Item } from "./item.ts";

/** What was looked at in one go belongs together. */
const TOGETHER_MS = 5_000;

type Sort = "seen" | "diagnostics" | "drift";

const sortOf = ({ source, fact }: Observation): Sort =>
  fact.kind === "drift" ? "drift" : source === "diagnostic" ? "diagnostics" : "seen";

function titleOf(sort: Sort, observations: readonly Observation[]): string {
  const n = observations.length;
  switch (sort) {
    case "seen":
      return `Seen: ${many(n, "observation")} of ${[...new Set(observations.map((o) => o.source))].join(", ")}`;
    case "diagnostics":
      return `Looked closer: ${many(n, "read-only diagnostic")}`;
    case "drift":
      return `Changed since it was last well: ${many(n, "difference")}`;
    default:
      return sort satisfies never;
  }
}

/** What stands for each observation, oldest first: for drift that was seen before, what said the same first. */
export function shownFor(observations: readonly Observation[]): ReadonlyMap<string, Observation> {
  const first = new Map<string, Observation>();
  return new Map(
    [...observations]
      .sort((a, b) => a.at - b.at)
      .map((observation) => {
        const says = sayingOf(observation);
        const shown = first.get(says) ?? observation;
        first.set(says, shown);
        return [observation.id, shown];
      }),
  );
}

const sayingOf = ({ id, target, fact }: Observation): string =>
  fact.kind === "drift" ? JSON.stringify([target, fact.aspect, fact.key, fact.expected, fact.actual]) : id;

/** Observations in groups: of one sort, made in one go. */
export function evidenceItems(shown: ReadonlyMap<string, Observation>): Item[] {
  const groups: Array<{ sort: Sort; at: number; observations: Observation[] }> = [];
  for (const observation of new Set(shown.values())) {
    const sort = sortOf(observation);
    const last = groups.findLast((group) => group.sort === sort);
    if (last && observation.at - last.at <= TOGETHER_MS) last.observations.push(observation);
    else groups.push({ sort, at: observation.at, observations: [observation] });
  }
  return groups.map(({ sort, at, observations }) => ({
    id: `g-${observations[0]?.id ?? at}`,
    at,
    kind: "evidence",
    tone: sort === "seen" ? "bad" : sort === "drift" ? "wait" : "calm",
    title: titleOf(sort, observations),
    lines: [],
    observations,
  }));
}
