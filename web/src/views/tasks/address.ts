import { type Facet, facetNames, facets, type Span, spanNames, type State, states } from "./facets.ts";

export const sorts = ["severity", "age", "updated", "phase", "target"] as const;
export type SortBy = (typeof sorts)[number];
export interface Sort {
  by: SortBy;
  descending: boolean;
}

/** What a list of tasks is asked for: the query of its address. */
export interface Asked {
  state: State;
  /** Empty: any. */
  chosen: Record<Facet, readonly string[]>;
  /** Opened within. */
  age?: Span;
  /** Closed within. */
  ended?: Span;
  /** Opened since: epoch ms. Links of other pages have it. */
  since?: number;
  /** Closed on that day, as "2026-01-05", in UTC. */
  day?: string;
  text: string;
  sort: Sort;
}

/** The worst first of what is open; else what happened last. */
export const usualSort = (state: State): Sort =>
  state === "open" || state === "waiting"
    ? { by: "severity", descending: true }
    : { by: "updated", descending: true };

/** Reads a query. What it does not know it leaves out: an old link still shows a list. */
export function parseAsked(search: string): Asked {
  const query = new URLSearchParams(search);
  const state = oneOf(states, query.get("state")) ?? "open";
  const chosen = Object.fromEntries(
    facetNames.map((facet) => [facet, chosenOf(facet, query.get(facet))]),
  ) as unknown as Asked["chosen"];
  const age = spanOf(query.get("age"));
  const ended = spanOf(query.get("ended"));
  const since = Number(query.get("since") ?? "");
  const day = dayOf(query.get("day") ?? "");
  return {
    state,
    chosen,
    ...(age ? { age } : {}),
    ...(ended ? { ended } : {}),
    ...(Number.isSafeInteger(since) && since > 0 && since <= LAST_MOMENT ? { since } : {}),
    ...(day ? { day } : {}),
    text: query.get("q") ?? "",
    sort: sortOf(query.get("sort")) ?? usualSort(state),
  };
}

/** The query that parses to it, with its "?"; what is usual is left out. */
export function formatAsked({ state, chosen, age, ended, since, day, text, sort }: Asked): string {
  const usual = usualSort(state);
  const isUsual = sort.by === usual.by && sort.descending === usual.descending;
  const said: ReadonlyArray<readonly [string, string | undefined]> = [
    ["state", state === "open" ? undefined : state],
    ...facetNames.map((facet) => [facet, chosen[facet].join(",")] as const),
    ["age", age],
    ["ended", ended],
    ["since", since === undefined ? undefined : String(since)],
    ["day", day],
    ["q", text],
    ["sort", isUsual ? undefined : `${sort.descending ? "-" : ""}${sort.by}`],
  ];
  const query = said
    .filter(([, value]) => value !== undefined && value !== "")
    // Commas are read by people, and mean nothing in a query.
    .map(([name, value]) => new URLSearchParams([[name, value ?? ""]]).toString().replaceAll("%2C", ","));
  return query.length === 0 ? "" : `?${query.join("&")}`;
}

/** One way to write each query, so that two can be compared. */
export const canonical = (search: string): string => formatAsked(parseAsked(search));

/** What JavaScript can still write as a date, epoch ms. */
const LAST_MOMENT = 8.64e15;

const oneOf = <T extends string>(known: readonly T[], value: string | null): T | undefined =>
  known.find((one) => one === value);

const spanOf = (value: string | null): Span | undefined => oneOf(spanNames, value);

/** Only days that there are: some browsers read 31 February as 3 March. */
const dayOf = (value: string): string | undefined =>
  /^\d{4}-\d\d-\d\d$/.test(value) && new Date(Date.parse(value) || 0).toISOString().startsWith(value)
    ? value
    : undefined;

function chosenOf(facet: Facet, value: string | null): string[] {
  const words = [...new Set((value ?? "").split(","))];
  const known: readonly string[] | undefined = facets[facet];
  return known
    ? known.filter((one) => words.includes(one))
    : words.filter((word) => /^[a-z0-9][a-z0-9-]{0,62}$/.test(word));
}

function sortOf(value: string | null): Sort | undefined {
  const by = oneOf(sorts, (value ?? "").replace(/^-/, ""));
  return by && { by, descending: value?.startsWith("-") === true };
}
