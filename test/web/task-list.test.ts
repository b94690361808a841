import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { daysOf } from "../../packages/api/src/stats/days.ts";
import {
  type Asked,
  canonical,
  formatAsked,
  parseAsked,
  sorts,
  usualSort,
} from "../../web/src/views/tasks/address.ts";
import { facetNames, facets, rowOf, spanNames, spans, states } from "../../web/src/views/tasks/facets.ts";
import { dropping, droppingAll, sift } from "../../web/src/views/tasks/filter.ts";
import { rowsOf } from "../../web/src/views/tasks/pages.ts";
import { builtIn, parseViews, withView } from "../../web/src/views/tasks/saved.ts";
import {
  between,
  formatSelection,
  isSelection,
  NONE,
  parseSelection,
  selecting,
} from "../../web/src/views/tasks/select.ts";
import { inOrder } from "../../web/src/views/tasks/sort.ts";
import { HOUR, manyTasks, NOW, task } from "./support/tasks.ts";

const about = { me: "human:me", now: NOW };
const many = manyTasks(10_000);
const rows = many.map(rowOf);
const idsOf = (query: string): string[] =>
  sift(rows, parseAsked(query), about).matching.map((row) => row.task.id);
const idsWhere = (fits: (one: (typeof many)[number]) => boolean): string[] =>
  many.filter(fits).map(({ id }) => id);
const open = new Set(["working", "awaiting_human", "awaiting_approval"]);
const isSnoozed = (one: (typeof many)[number]): boolean => (one.care?.snoozed?.until ?? 0) > NOW;

const words = fc.uniqueArray(fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,20}$/), { maxLength: 3 });
const asked: fc.Arbitrary<Asked> = fc
  .record({
    state: fc.constantFrom(...states),
    chosen: fc.record(
      Object.fromEntries(
        facetNames.map((facet) => [facet, facets[facet] ? fc.subarray([...facets[facet]]) : words]),
      ) as Record<(typeof facetNames)[number], fc.Arbitrary<string[]>>,
    ),
    age: fc.option(fc.constantFrom(...spanNames), { nil: undefined }),
    ended: fc.option(fc.constantFrom(...spanNames), { nil: undefined }),
    since: fc.option(fc.integer({ min: 1, max: 8.64e15 }), { nil: undefined }),
    day: fc.option(
      fc
        .date({ min: new Date("0000-01-01"), max: new Date("9999-12-31"), noInvalidDate: true })
        .map((at) => at.toISOString().slice(0, 10)),
      { nil: undefined },
    ),
    text: fc.string({ unit: "grapheme", maxLength: 40 }),
    sort: fc.record({ by: fc.constantFrom(...sorts), descending: fc.boolean() }),
  })
  .map(({ age, ended, since, day, ...rest }) => ({
    ...rest,
    ...(age ? { age } : {}),
    ...(ended ? { ended } : {}),
    ...(since === undefined ? {} : { since }),
    ...(day ? { day } : {}),
  }));

describe("the address of a list", () => {
  it("says all that was asked for, and is read back as just that", () => {
    fc.assert(
      fc.property(asked, (one) => {
        expect(parseAsked(formatAsked(one))).toEqual(one);
      }),
    );
  });

  it("leaves out what is usual", () => {
    expect(formatAsked(parseAsked(""))).toBe("");
    expect(formatAsked({ ...parseAsked(""), state: "closed", sort: usualSort("closed") })).toBe(
      "?state=closed",
    );
    expect(canonical("?severity=high,critical&state=open&sort=-severity")).toBe("?severity=critical,high");
  });

  it("takes no moment that cannot be written as a date", () => {
    expect(parseAsked("?since=8640000000000000").since).toBe(8.64e15);
    for (const since of ["8640000000000001", "9007199254740991", "0", "-1", "soon"])
      expect(parseAsked(`?since=${since}`)).not.toHaveProperty("since");
  });

  it("is read whatever stands in it", () => {
    expect(
      parseAsked("?state=odd&severity=x,,high&target=A%20b,ok&age=9y&since=-4&sort=-name&phase=9"),
    ).toEqual({
      ...parseAsked(""),
      chosen: { ...parseAsked("").chosen, severity: ["high"], target: ["ok"] },
    });
    for (const day of ["2026-02-30", "2026-13-01", "2026-1-5", "2026", "%2B010000-01", "today"])
      expect(parseAsked(`?day=${day}`)).toEqual(parseAsked(""));
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (query) => {
        expect(canonical(canonical(query))).toBe(canonical(query));
      }),
    );
  });

  it("of each view that is built in is written the one way that is compared", () => {
    for (const { query } of builtIn) expect(canonical(query)).toBe(query);
  });
});

describe("a list of 10,000 tasks", () => {
  it("shows what is open without what is snoozed, unless that is asked for", () => {
    expect(idsOf("")).toEqual(idsWhere((one) => open.has(one.status) && !isSnoozed(one)));
    expect(idsOf("?snoozed=yes,no")).toEqual(idsWhere((one) => open.has(one.status)));
    expect(idsOf("?snoozed=yes")).toEqual(idsWhere((one) => open.has(one.status) && isSnoozed(one)));
    expect(idsOf("?state=all")).toHaveLength(10_000);
  });

  it("takes any of the values of a filter, and all filters together", () => {
    expect(
      idsOf("?state=all&severity=critical,low&phase=2&source=http,log&target=target-3,target-4"),
    ).toEqual(
      idsWhere(
        (one) =>
          (one.severity === "critical" || one.severity === "low") &&
          one.phase === 2 &&
          (one.source === "http" || one.source === "log") &&
          (one.target === "target-3" || one.target === "target-4"),
      ),
    );
  });

  it("knows who sees to a task", () => {
    expect(idsOf("?state=all&assignee=me")).toEqual(idsWhere((one) => one.care?.assignee === "human:me"));
    expect(idsOf("?state=all&assignee=me,nobody")).toEqual(
      idsWhere((one) => one.care?.assignee === undefined || one.care.assignee === "human:me"),
    );
    expect(idsOf("?state=all&acknowledged=yes")).toEqual(
      idsWhere((one) => one.care?.acknowledged !== undefined),
    );
  });

  it("knows when a task was opened and closed, and whether the fault had one before", () => {
    expect(idsOf("?state=all&age=24h")).toEqual(idsWhere((one) => one.openedAt >= NOW - 24 * HOUR));
    expect(idsOf("?state=closed&ended=7d")).toEqual(
      idsWhere((one) => one.closedAt !== undefined && one.closedAt >= NOW - spans["7d"]),
    );
    expect(idsOf(`?state=all&since=${NOW - 3 * HOUR}`)).toEqual(
      idsWhere((one) => one.openedAt >= NOW - 3 * HOUR),
    );
    expect(idsOf("?state=all&before=again")).toEqual(idsWhere((one) => !one.id.endsWith("-1")));
    expect(idsOf("?state=all&result=not_held,worse")).toEqual(
      idsWhere(({ lastAction }) => lastAction?.result === "not_held" || lastAction?.result === "worse"),
    );
  });

  it("shows of a day as many tasks as the server counts for it, from midnight to midnight in UTC", () => {
    const closed = many.filter((one) => !open.has(one.status));
    const days = daysOf(closed);
    expect(days).toHaveLength(30);
    for (const { day, ...ends } of days)
      expect(idsOf(`?state=closed&day=${day}`)).toHaveLength(
        Object.values(ends).reduce((sum, n) => sum + n, 0),
      );
    const midnight = Date.parse("2026-11-26");
    const around = [midnight - 1, midnight, midnight + 24 * HOUR - 1, midnight + 24 * HOUR].map((at) =>
      rowOf(task({ id: String(at), status: "fixed", closedAt: at })),
    );
    expect(sift(around, parseAsked("?state=all&day=2026-11-26"), about).matching).toEqual(around.slice(1, 3));
    const stillOpen = rowOf(task({ updatedAt: midnight }));
    expect(sift([stillOpen], parseAsked("?state=all&day=2026-11-26"), about).matching).toEqual([]);
  });

  it("finds all words, in any order and case, in title, target, symptom, runbook or id", () => {
    expect(idsOf("?state=all&q=FULL+disk")).toEqual(idsWhere((one) => one.title === "Disk /var is full"));
    expect(idsOf("?state=all&q=target-36+503")).toEqual(
      idsWhere((one) => one.target === "target-36" && one.title === "answers 503"),
    );
    expect(idsOf("?state=all&q=000000000000270f-")).toEqual([many[9_999]?.id]);
  });

  it("counts what each value of a filter would show", () => {
    const { counts, of, within } = sift(rows, parseAsked("?state=all&severity=high&phase=2,3"), about);
    for (const severity of ["critical", "high", "medium", "low"])
      expect(counts.severity.get(severity)).toBe(idsOf(`?state=all&severity=${severity}&phase=2,3`).length);
    for (const phase of ["1", "2", "3", "4"])
      expect(counts.phase.get(phase)).toBe(idsOf(`?state=all&severity=high&phase=${phase}`).length);
    expect(counts.source.get("log")).toBe(idsOf("?state=all&severity=high&phase=2,3&source=log").length);
    expect(of.closed).toBe(idsOf("?state=closed&severity=high&phase=2,3").length);
    expect(within.age["7d"]).toBe(idsOf("?state=all&severity=high&phase=2,3&age=7d").length);
  });

  it("says which filter to drop when nothing matches", () => {
    const nothing = parseAsked("?state=all&q=503&severity=high&before=again&target=nowhere");
    const { matching, without } = sift(rows, nothing, about);
    expect(matching).toEqual([]);
    expect([...without]).toEqual([["target", idsOf("?state=all&q=503&severity=high&before=again").length]]);
    expect(idsOf(formatAsked(dropping(nothing, "target")))).toHaveLength(without.get("target") ?? -1);
    expect(idsOf(formatAsked(droppingAll(nothing)))).toHaveLength(10_000);
  });

  it("drops a filter as if it had never been chosen", () => {
    fc.assert(
      fc.property(
        asked,
        fc.constantFrom(...facetNames, "age", "ended", "since", "day", "text"),
        (one, narrowing) => {
          const next = dropping(one, narrowing);
          expect(dropping(next, narrowing).text).toBe(next.text);
          expect(formatAsked(next)).not.toMatch(
            narrowing === "text" ? /[?&]q=/ : new RegExp(`[?&](?!snoozed)${narrowing}=`),
          );
        },
      ),
    );
    expect(formatAsked(dropping(parseAsked(""), "snoozed"))).toBe("?snoozed=yes,no");
  });

  it("is sorted by each column in both directions, and always in one way", () => {
    const shuffled = [...rows].reverse();
    for (const by of sorts)
      for (const descending of [true, false]) {
        const sorted = inOrder(rows, { by, descending });
        expect(sorted).toHaveLength(10_000);
        expect(inOrder(shuffled, { by, descending }).map((row) => row.task.id)).toEqual(
          sorted.map((row) => row.task.id),
        );
      }
    const [first, second] = inOrder(
      [task({ id: "a-1", severity: "low" }), task({ id: "b-1", severity: "critical" })].map(rowOf),
      { by: "severity", descending: true },
    );
    expect([first?.task.id, second?.task.id]).toEqual(["b-1", "a-1"]);
    const ages = inOrder(rows, { by: "age", descending: true }).map((row) => row.task.openedAt);
    expect(ages).toEqual([...ages].sort((a, b) => a - b));
  });

  it("has a task once that moved from page to page while they were read", () => {
    const moved = task({ id: "m-1", status: "working" });
    const pages = [
      { tasks: [moved, task({ id: "n-1" })] },
      { tasks: [{ ...moved, status: "fixed" as const }] },
    ];
    expect(rowsOf(pages).map((row) => [row.task.id, row.task.status])).toEqual([
      ["m-1", "fixed"],
      ["n-1", "awaiting_human"],
    ]);
  });
});

describe("a selection", () => {
  const ids = fc.uniqueArray(fc.stringMatching(/^[0-9a-f]{4}-[1-9]$/), { maxLength: 20 });

  const many = manyTasks(10_000).map(({ id }) => id);

  it("stands in the address, and is read back as just that", () => {
    fc.assert(
      fc.property(ids, (one) => {
        const { hash, kept } = formatSelection(one, "n");
        expect([parseSelection(hash), kept, isSelection(hash)]).toEqual([one, undefined, true]);
      }),
    );
    expect(parseSelection("")).toEqual(NONE);
    expect([isSelection("#main"), isSelection("#all"), isSelection("#")]).toEqual([false, false, false]);
  });

  it("of very many is kept by the tab, and the address stays short", () => {
    const { hash, kept = "" } = formatSelection(many, "k1");
    expect(hash).toBe("#selected@k1");
    expect(parseSelection(hash, kept)).toEqual(many);
    // Of before, of another tab, or spoilt: nothing is selected that nobody has seen.
    expect(parseSelection(hash, formatSelection(many, "k2").kept)).toEqual(NONE);
    for (const spoilt of [null, "", "k1", "k1 ", "k2 a-1"])
      expect(parseSelection(hash, spoilt)).toEqual(NONE);
  });

  it("is changed for the tasks that are named, and no others", () => {
    fc.assert(
      fc.property(ids, ids, ids, fc.boolean(), (before, named, rest, on) => {
        const after = selecting(before, named, on);
        for (const id of named) expect(after.includes(id)).toBe(on);
        for (const id of rest) if (!named.includes(id)) expect(after.includes(id)).toBe(before.includes(id));
      }),
    );
  });

  it("goes from one task to another, in either direction", () => {
    expect(between(["a", "b", "c", "d"], "b", "d")).toEqual(["b", "c", "d"]);
    expect(between(["a", "b", "c", "d"], "c", "a")).toEqual(["a", "b", "c"]);
    expect(between(["a", "b"], "gone", "b")).toEqual(["b"]);
    expect(between(["a", "b"], undefined, "a")).toEqual(["a"]);
  });
});

describe("a reader's own views", () => {
  it("are read as far as they are whole", () => {
    const view = { name: "Mine", query: "?state=all" };
    expect(parseViews(JSON.stringify([view, { name: "" }, 4, null, { name: "x" }]))).toEqual([view]);
    for (const kept of [null, "{", "{}", "4"]) expect(parseViews(kept)).toEqual([]);
  });

  it("are kept by name, the later one of two", () => {
    const first = withView([], { name: "Mine", query: "?severity=low,high" });
    expect(withView(first, { name: "Mine", query: "?state=open" })).toEqual([{ name: "Mine", query: "" }]);
    expect(first).toEqual([{ name: "Mine", query: "?severity=high,low" }]);
  });
});
