import { type Asked, parseAsked } from "./address.ts";
import {
  type Facet,
  facetNames,
  isOpen,
  isWaiting,
  type Row,
  type Span,
  spanNames,
  spans,
  type State,
  states,
  valueOf,
} from "./facets.ts";

/** What narrows a list: a facet, or one of these. */
export type Narrowing = Facet | "age" | "ended" | "since" | "day" | "text";

export interface Sifted {
  /** In the order they came in. */
  matching: Row[];
  /** How many there would be of each value, if nothing of its own facet were chosen. */
  counts: Record<Facet, Map<string, number>>;
  within: Record<"age" | "ended", Record<Span, number>>;
  of: Record<State, number>;
  /** How many more there would be without one narrowing, where it is the only one in the way. */
  without: Map<Narrowing, number>;
}

interface Test {
  is: Narrowing | "state";
  fits: (row: Row) => boolean;
}
type About = { me: string; now: number };

/** Snoozed tasks are out of the way of who looks at what is open, unless asked for. */
export const hidesSnoozed = ({ state, chosen }: Asked): boolean =>
  (state === "open" || state === "waiting") && chosen.snoozed.length === 0;

const fitsState: Record<State, (row: Row) => boolean> = {
  open: ({ task }) => isOpen(task),
  waiting: ({ task }) => isWaiting(task),
  closed: ({ task }) => !isOpen(task),
  all: () => true,
};

const timeOf = ({ task }: Row, of: "age" | "ended"): number =>
  of === "age" ? task.openedAt : (task.closedAt ?? 0);

/** Counts as the server does for its days, so that a list is as long as its bar is high. */
const endsOn =
  (from: number) =>
  ({ task }: Row): boolean => {
    const end = task.closedAt ?? task.updatedAt;
    return !isOpen(task) && end >= from && end < from + spans["24h"];
  };

function testsOf(asked: Asked, about: About): Test[] {
  const tests: Test[] = [{ is: "state", fits: fitsState[asked.state] }];
  const words = asked.text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length > 0) tests.push({ is: "text", fits: ({ text }) => words.every((w) => text.includes(w)) });
  for (const facet of facetNames) {
    const chosen = facet === "snoozed" && hidesSnoozed(asked) ? ["no"] : asked.chosen[facet];
    if (chosen.length === 0) continue;
    tests.push({ is: facet, fits: (row) => chosen.includes(valueOf(row, facet, about) ?? "") });
  }
  for (const of of ["age", "ended"] as const) {
    const span = asked[of];
    if (span) tests.push({ is: of, fits: (row) => timeOf(row, of) >= about.now - spans[span] });
  }
  const { since, day } = asked;
  if (since !== undefined) tests.push({ is: "since", fits: ({ task }) => task.openedAt >= since });
  if (day !== undefined) tests.push({ is: "day", fits: endsOn(Date.parse(day)) });
  return tests;
}

/**
 * Filters and counts in one pass: a row that fails one test only is what there would be without that test, and counts for its
 * facet. All words of the text must be found, anywhere.
 */
export function sift(rows: readonly Row[], asked: Asked, about: About): Sifted {
  const tests = testsOf(asked, about);
  const result = nothing();
  for (const row of rows) {
    let failed: Test | undefined;
    let isOut = false;
    for (const test of tests) {
      if (test.fits(row)) continue;
      isOut = failed !== undefined;
      failed = test;
      if (isOut) break;
    }
    if (isOut) continue;
    if (!failed) result.matching.push(row);
    else if (failed.is !== "state") add(result.without, failed.is);
    count(result, row, failed?.is, about);
  }
  return result;
}

function count(result: Sifted, row: Row, only: Test["is"] | undefined, about: About): void {
  const counts = (name: Test["is"]): boolean => only === undefined || only === name;
  for (const facet of facetNames) {
    if (!counts(facet)) continue;
    const value = valueOf(row, facet, about);
    if (value !== undefined) add(result.counts[facet], value);
  }
  for (const of of ["age", "ended"] as const)
    if (counts(of))
      for (const span of spanNames)
        if (timeOf(row, of) >= about.now - spans[span]) result.within[of][span] += 1;
  if (counts("state")) for (const state of states) if (fitsState[state](row)) result.of[state] += 1;
}

const add = <K>(counts: Map<K, number>, key: K): void => void counts.set(key, (counts.get(key) ?? 0) + 1);

const nothing = (): Sifted => ({
  matching: [],
  counts: Object.fromEntries(facetNames.map((facet) => [facet, new Map()])) as unknown as Sifted["counts"],
  within: {
    age: { "1h": 0, "24h": 0, "7d": 0, "30d": 0 },
    ended: { "1h": 0, "24h": 0, "7d": 0, "30d": 0 },
  },
  of: { open: 0, waiting: 0, closed: 0, all: 0 },
  without: new Map(),
});

/** The same without one narrowing. */
export function dropping(asked: Asked, narrowing: Narrowing): Asked {
  switch (narrowing) {
    case "age":
    case "ended":
    case "since":
    case "day": {
      const { [narrowing]: _dropped, ...rest } = asked;
      return rest;
    }
    case "text":
      return { ...asked, text: "" };
    case "snoozed":
      // None chosen hides them: both shows all.
      return { ...asked, chosen: { ...asked.chosen, snoozed: hidesSnoozed(asked) ? ["yes", "no"] : [] } };
    default:
      return { ...asked, chosen: { ...asked.chosen, [narrowing]: [] } };
  }
}

/** All there is of a state, but for what is snoozed. */
export const droppingAll = ({ state, sort }: Asked): Asked => ({ ...parseAsked(""), state, sort });
