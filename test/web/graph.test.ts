import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { TargetView } from "../../web/src/api/types.ts";
import { allowedWords, found } from "../../web/src/views/targets/filter.ts";
import { around, connected, type Dependent, layOut, NODE } from "../../web/src/views/targets/graph.ts";

const of = (edges: Record<string, string[]>): Dependent[] =>
  Object.entries(edges).map(([id, dependsOn]) => ({ id, dependsOn, state: "healthy" }));
const columnsOf = (targets: Dependent[]): Record<string, number> => {
  const { nodes } = layOut(targets);
  const xs = [...new Set(nodes.map(({ x }) => x))].sort((a, b) => a - b);
  return Object.fromEntries(nodes.map(({ id, x }) => [id, xs.indexOf(x)]));
};

/** Any graph, with circles, with what is not there, with what relies on itself. */
const anyGraph = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,3}$/), { maxLength: 25 }).chain((ids) =>
  fc.tuple(
    ...ids.map((id) =>
      fc.record({
        id: fc.constant(id),
        state: fc.constantFrom("healthy" as const, "failing" as const),
        dependsOn: fc.array(fc.constantFrom(...ids, "elsewhere"), { maxLength: 4 }),
      }),
    ),
  ),
);

describe("the layout", () => {
  it("stands each target one column after the last thing that it relies on", () => {
    expect(columnsOf(of({ web: ["api", "cache"], api: ["db", "cache"], cache: [], db: [] }))).toEqual({
      db: 0,
      cache: 0,
      api: 1,
      web: 2,
    });
    // Also where a shorter way leads there.
    expect(columnsOf(of({ a: [], b: ["a"], c: ["b"], d: ["a", "c"] }))).toEqual({ a: 0, b: 1, c: 2, d: 3 });
  });

  it("places every target once, none over another, all within the picture, whatever the graph", () => {
    fc.assert(
      fc.property(anyGraph, (targets) => {
        const { nodes, width, height } = layOut(targets);
        expect(nodes.map(({ id }) => id).sort()).toEqual(targets.map(({ id }) => id).sort());
        expect(new Set(nodes.map(({ x, y }) => `${x} ${y}`)).size).toBe(nodes.length);
        for (const { x, y } of nodes) {
          expect(x).toBeGreaterThanOrEqual(0);
          expect(y).toBeGreaterThanOrEqual(0);
          expect(x + NODE.width).toBeLessThanOrEqual(width);
          expect(y + NODE.height).toBeLessThanOrEqual(height);
        }
      }),
    );
  });

  it("has no edge backwards where there is no circle", () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.nat(), { maxLength: 3 }), { maxLength: 20 }), (found) => {
        const targets = found.map((before, at): Dependent => ({
          id: String(at),
          state: "healthy",
          dependsOn: at === 0 ? [] : before.map((n) => String(n % at)),
        }));
        for (const { from, to } of layOut(targets).edges) expect(from.x).toBeLessThan(to.x);
      }),
    );
  });

  it("ends where targets rely on each other in a circle, and draws the circle", () => {
    const { edges, nodes } = layOut(of({ a: ["b"], b: ["c"], c: ["a"], d: ["d", "gone"] }));
    expect(nodes).toHaveLength(4);
    expect(edges.map(({ from, to }) => `${from.id}→${to.id}`).sort()).toEqual(["a→c", "b→a", "c→b"]);
  });

  it("crosses no lines where rows can be put in the order of what they rely on", () => {
    const { edges } = layOut(of({ a: [], b: [], c: [], z: ["a"], y: ["b"], x: ["c"] }));
    expect(edges.every(({ from, to }) => from.y === to.y)).toBe(true);
  });
});

describe("what is drawn", () => {
  it("leaves out what stands alone", () => {
    const targets = of({ a: ["b"], b: [], alone: [], lost: ["elsewhere"], self: ["self"] });
    expect(connected(targets).map(({ id }) => id)).toEqual(["a", "b"]);
  });

  it("is, of a big fleet, what fails with what it relies on and what relies on it, and nothing further", () => {
    const chain = of({ a: [], b: ["a"], c: ["b"], d: ["c"], e: ["d"] });
    expect(around(chain, new Set(["c"])).map(({ id }) => id)).toEqual(["b", "c", "d"]);
    expect(around(chain, new Set())).toEqual([]);
  });

  it("is never more than can be read, and what fails comes before what is near", () => {
    fc.assert(
      fc.property(anyGraph, fc.nat(30), (targets, most) => {
        const failing = targets.filter(({ state }) => state === "failing").map(({ id }) => id);
        const shown = around(targets, new Set(failing), most).map(({ id }) => id);
        expect(shown.length).toBeLessThanOrEqual(most);
        expect(failing.slice(0, most).every((id) => shown.includes(id))).toBe(true);
      }),
    );
  });
});

describe("the list of targets", () => {
  const view = (id: string, more: Partial<TargetView> = {}): TargetView => ({
    id,
    software: "node",
    state: "healthy",
    paused: false,
    symptoms: [],
    degraded: [],
    autonomy: { reversible: "approve", disruptive: "approve", destructive: "approve" },
    dependsOn: [],
    intervalMs: 10_000,
    demo: false,
    ...more,
  });
  const targets = [
    view("chatbot", { owner: "ada@example.org", paused: true }),
    view("shop-db", { software: "postgres" }),
    view("zebra", { state: "failing", symptoms: [{ symptom: "disk_full", summary: "the disk is full" }] }),
  ];
  const ids = (words: string, choice?: Parameters<typeof found>[2]): string[] =>
    found(targets, words, choice).map(({ id }) => id);

  it("has what fails first, and finds by all words in name, software, owner and what is wrong", () => {
    expect(ids("")).toEqual(["zebra", "chatbot", "shop-db"]);
    expect(ids(" POST  shop ")).toEqual(["shop-db"]);
    expect(ids("ada@")).toEqual(["chatbot"]);
    expect(ids("disk is")).toEqual(["zebra"]);
    expect(ids("shop full")).toEqual([]);
  });

  it("narrows by state, of which paused is one that others have as well", () => {
    expect(ids("", "failing")).toEqual(["zebra"]);
    expect(ids("", "paused")).toEqual(["chatbot"]);
    expect(ids("", "unknown")).toEqual([]);
  });

  it("says at most what Gradus may do", () => {
    const { autonomy } = view("a");
    expect(allowedWords(autonomy)).toBe("asks first");
    expect(allowedWords({ ...autonomy, reversible: "auto" })).toBe("acts alone: reversible");
    expect(allowedWords({ reversible: "suggest", disruptive: "observe", destructive: "observe" })).toBe(
      "only suggests",
    );
  });
});
