import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Stats, TargetView, TaskSummary } from "../../web/src/api/types.ts";
import { grouped, shortly, tileWords } from "../../web/src/views/overview/fleet.ts";
import { tasksAt } from "../../web/src/app/addresses.ts";
import { cellsOf, fixersOf, workedOn } from "../../web/src/views/overview/matrix.ts";
import { reliabilityPoints, stacked, steps } from "../../web/src/views/overview/shapes.ts";
import { standingOf, waitingOf } from "../../web/src/views/overview/standing.ts";

const NOW = Date.UTC(2026, 0, 5, 3);
const target = (id: string, more: Partial<TargetView> = {}): TargetView => ({
  id,
  software: "node",
  state: "healthy",
  paused: false,
  checkedAt: NOW - 2_000,
  symptoms: [],
  degraded: [],
  autonomy: { reversible: "auto", disruptive: "approve", destructive: "approve" },
  dependsOn: [],
  intervalMs: 10_000,
  demo: false,
  ...more,
});
const failing = (id: string, summary = "it does not answer"): TargetView =>
  target(id, { state: "failing", symptoms: [{ symptom: "http_unreachable", summary }] });
/** One that has not been seen for an hour. */
const lost = (id: string): TargetView =>
  target(id, {
    state: "unknown",
    checkedAt: NOW - 3_600_000,
    unseen: { since: NOW - 3_600_000 },
    degraded: ["The last looks at it failed"],
  });
const task = (id: string, more: Partial<TaskSummary> = {}): TaskSummary => ({
  id,
  target: "chatbot",
  software: "node",
  symptom: "service_down",
  source: "service",
  severity: "high",
  title: "chatbot is not running",
  status: "working",
  phase: 1,
  openedAt: NOW - 60_000,
  updatedAt: NOW,
  firstSeenAt: NOW - 64_000,
  attempts: 0,
  ...more,
});
const health = { paused: false, observeOnly: false, problems: [] };
const say = (targets: TargetView[], more: Partial<Parameters<typeof standingOf>[0]> = {}) => {
  const { tone, title } = standingOf({ targets, open: 0, waiting: 0, health, ...more });
  return [tone, title];
};

describe("the first line", () => {
  it("says that all is well, of how many targets, and when one was last looked at", () => {
    expect(standingOf({ targets: [target("a"), target("b")], open: 0, waiting: 0, health })).toEqual({
      tone: "good",
      icon: "✓",
      title: "All is well: 2 targets healthy",
      checkedAt: NOW - 2_000,
    });
  });

  it("never says that all is well when something is not", () => {
    const anything = fc.record({
      targets: fc.array(
        fc.record({
          state: fc.constantFrom("healthy", "failing", "unknown"),
          late: fc.boolean(),
        }),
        { maxLength: 5 },
      ),
      open: fc.nat(3),
      waiting: fc.option(fc.nat(3), { nil: undefined }),
      known: fc.boolean(),
      paused: fc.boolean(),
      problem: fc.boolean(),
    });
    fc.assert(
      fc.property(anything, ({ targets, open, waiting, known, paused, problem }) => {
        const seen = targets.map(({ state, late }, at) =>
          late ? lost(String(at)) : target(String(at), { state }),
        );
        const problems = problem ? ["the disk is full"] : [];
        const { tone, title } = standingOf({
          targets: seen,
          open,
          waiting,
          health: known ? { paused, observeOnly: false, problems } : undefined,
        });
        const quiet =
          seen.length > 0 &&
          targets.every(({ state, late }) => state === "healthy" && !late) &&
          open === 0 &&
          waiting === 0 &&
          known &&
          !paused &&
          !problem;
        expect(title.startsWith("All is well")).toBe(quiet);
        expect(tone === "good").toBe(quiet);
      }),
    );
  });

  it("names what fails: one with what is wrong, several by name, many by the first three", () => {
    expect(say([failing("a"), target("b")])).toEqual(["bad", "a is failing: it does not answer"]);
    expect(say([failing("a", "a is not running")])[1]).toBe("a is not running");
    expect(say([failing("a"), failing("b")])).toEqual(["bad", "2 of 2 targets are failing: a and b"]);
    expect(say(["a", "b", "c", "d", "e"].map((id) => failing(id)))).toEqual([
      "bad",
      "5 of 5 targets are failing: a, b, c and 2 more",
    ]);
    expect(say([failing("a", "pay \u202e41v")])[1]).toBe("a is failing: pay \\u{202e}41v");
  });

  it("says that nobody looks any more, in the place of what was true an hour ago", () => {
    expect(say([lost("a")])).toEqual(["bad", "No target has been looked at for a while"]);
  });

  it("says of one target that nobody looks at that it is not known, though all others are seen", () => {
    const [tone, title] = say([lost("a"), target("b"), target("c")]);
    expect(tone).toBe("bad");
    expect(title).toMatch(/^a has not been seen since .*2026/);
    expect(say([lost("a"), lost("b"), target("c")])[1]).toBe(
      "2 of 3 targets have not been looked at for a while: a and b",
    );
    expect(grouped([lost("a"), target("b")]).map(([state, { length }]) => [state, length])).toEqual([
      ["failing", 0],
      ["unknown", 1],
      ["healthy", 1],
    ]);
    expect(tileWords(lost("a"))).toMatch(/^a, not seen since .*2026.*: The last looks at it failed$/);
    expect(shortly(lost("a"))).toMatch(/^not seen since/);
  });

  it("names two things that are wrong with a target on its tile, each once, and counts the others", () => {
    const wrong = (...symptoms: string[]) =>
      shortly(
        target("a", { state: "failing", symptoms: symptoms.map((symptom) => ({ symptom, summary: "" })) }),
      );
    expect(wrong()).toBe("node");
    expect(wrong("log_new_error", "log_new_error")).toBe("log new error");
    expect(wrong("service_down", "http_unreachable", "service_down")).toBe("service down, http unreachable");
    expect(wrong("http_status", "log_new_error", "log_new_error", "log_error_rate", "error_rate_high")).toBe(
      "http status, log new error and 2 more",
    );
  });

  it("does not claim to know what waits for people before it has been read, nor how many there are when there are more", () => {
    expect(say([target("a")], { waiting: undefined })).toEqual([
      "calm",
      "1 target healthy; what else there is, is not known yet",
    ]);
    expect(say([target("a")], { health: undefined })[0]).toBe("calm");
    expect(say([target("a")], { waiting: 500, more: true })[1]).toBe("500+ tasks wait for a person");
  });

  it("says what else keeps a day from being quiet", () => {
    expect(say([])).toEqual(["calm", "No target is watched yet"]);
    expect(say([target("a")], { waiting: 1, open: 1 })).toEqual(["wait", "1 task waits for a person"]);
    expect(say([target("a")], { open: 2 })[1]).toBe("1 target healthy; Gradus still works on 2 tasks");
    expect(say([target("a")], { health: { ...health, paused: true } })[1]).toContain("Gradus is paused");
    expect(say([target("a", { state: "unknown" })])[1]).toBe("1 target has not been seen yet");
    expect(say([target("a", { state: "unknown" }), target("b")])[1]).toContain("1 of 2 targets is not seen");
  });
});

it("the worst that waits for a person is first, then who waits longest; what is snoozed is counted only while it is", () => {
  const snoozed = { until: NOW + 1, by: "human:ada", at: NOW - 5 };
  const tasks = [
    task("new", { status: "awaiting_human", openedAt: NOW - 1 }),
    task("old", { status: "awaiting_approval", openedAt: NOW - 9 }),
    task("later", { status: "awaiting_human", care: { snoozed } }),
    task("working"),
    task("worst", { status: "awaiting_human", severity: "critical", openedAt: NOW }),
    task("least", { status: "awaiting_human", severity: "low", openedAt: NOW - 99 }),
  ];
  expect(waitingOf(tasks, NOW).tasks.map(({ id }) => id)).toEqual(["worst", "old", "new", "least"]);
  expect(waitingOf(tasks, NOW).snoozed).toBe(1);
  expect(waitingOf(tasks, NOW + 2).snoozed).toBe(0);
});

it("every target is on exactly one tile, what is wrong first", () => {
  const some = fc.uniqueArray(
    fc.record({ id: fc.string(), state: fc.constantFrom("healthy", "failing", "unknown") }),
    { selector: ({ id }) => id },
  );
  fc.assert(
    fc.property(some, (found) => {
      const groups = grouped(found.map(({ id, state }) => target(id, { state })));
      expect(groups.map(([state]) => state)).toEqual(["failing", "unknown", "healthy"]);
      expect(groups.flatMap(([, all]) => all.map(({ id }) => id)).sort()).toEqual(
        found.map(({ id }) => id).sort(),
      );
      for (const [state, all] of groups) expect(all.every((one) => one.state === state)).toBe(true);
    }),
  );
  expect(tileWords({ ...failing("a"), paused: true })).toBe("a, failing, paused: it does not answer");
});

it("open tasks are counted in the cell of their severity and phase, and in no other", () => {
  const tasks = [
    task("1", { severity: "critical", phase: 3 }),
    task("2", { severity: "critical", phase: 3 }),
    task("3", { severity: "low" }),
  ];
  expect(cellsOf(tasks)).toEqual([
    [0, 0, 2, 0],
    [0, 0, 0, 0],
    [0, 0, 0, 0],
    [1, 0, 0, 0],
  ]);
  expect(
    workedOn([...tasks].reverse())
      .map(({ id }) => id)
      .at(-1),
  ).toBe("3");
});

it("a link to a list says what the number was made of, and leaves out what it was not", () => {
  expect(tasksAt({ state: "closed", status: "fixed", phase: 2, since: undefined })).toBe(
    "/tasks?state=closed&status=fixed&phase=2",
  );
  expect(tasksAt({ state: "closed", day: "2026-11-26", since: undefined })).toBe(
    "/tasks?state=closed&day=2026-11-26",
  );
  expect(tasksAt({ status: "awaiting_approval,awaiting_human", target: "a&b" })).toBe(
    "/tasks?status=awaiting_approval,awaiting_human&target=a%26b",
  );
});

const day = (at: number, more: Partial<Stats["days"][number]> = {}): Stats["days"][number] => ({
  day: new Date(NOW + at * 86_400_000).toISOString().slice(0, 10),
  fixed: 0,
  assisted: 0,
  not_held: 0,
  resolved: 0,
  cleared: 0,
  suppressed: 0,
  ...more,
});

describe("charts", () => {
  it("bars are within the frame, as high as their counts, and made of them", () => {
    const counts = fc.record({
      fixed: fc.nat(99),
      assisted: fc.nat(99),
      not_held: fc.nat(99),
      resolved: fc.nat(99),
      cleared: fc.nat(99),
      suppressed: fc.nat(99),
    });
    fc.assert(
      fc.property(fc.array(counts, { maxLength: 30 }), (found) => {
        const { bars, most, width } = stacked(found.map((one, at) => day(at, one)));
        expect(bars).toHaveLength(found.length);
        expect(bars.length * width).toBeLessThanOrEqual(100.001);
        for (const [at, { parts, total }] of bars.entries()) {
          const high = parts.reduce((sum, { height }) => sum + height, 0);
          expect(high).toBeCloseTo(most === 0 ? 0 : (100 * total) / most);
          expect(high).toBeLessThanOrEqual(100.001);
          const counts = Object.fromEntries(parts.map(({ outcome, count }) => [outcome, count]));
          const { day: _day, ...nothing } = day(0);
          expect({ ...nothing, ...counts }).toEqual(found[at]);
        }
      }),
    );
  });

  it("one day is a bar, not a wall", () => {
    expect(stacked([day(0, { fixed: 3 })]).width).toBeLessThan(10);
  });

  it("patterns grow in steps from what there was to what there is, up to today", () => {
    const growth = [
      { day: "2026-01-01", added: 1, total: 1 },
      { day: "2026-01-03", added: 3, total: 4 },
    ];
    expect(steps(growth, Date.UTC(2026, 0, 5))).toBe("M0 100H0V75H50V0H100");
    expect(steps([], NOW)).toBe("");
  });

  it("bins without outcomes are no points, and what agrees lies on the diagonal", () => {
    const empty = { from: 0, to: 0.1, count: 0 };
    const full = { from: 0.8, to: 0.9, count: 20, meanConfidence: 0.85, successRate: 0.85 };
    const points = reliabilityPoints({ count: 20, bins: [empty, full] });
    expect(points).toHaveLength(1);
    expect((points[0]?.x ?? 0) + (points[0]?.y ?? 0)).toBeCloseTo(100);
    expect(points[0]?.words).toBe("of 20 that were 80–90 % sure 85 % held");
  });

  it("who fixed what adds up to everything that was mended", () => {
    const stats = { fixed: { 1: 6, 2: 2, 3: 1, 4: 0 }, resolved: 1, assisted: 2 } as Stats;
    const fixers = fixersOf(stats);
    expect(fixers.map(({ count }) => count)).toEqual([6, 2, 1, 0, 3]);
    expect(fixers.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
    expect(fixersOf({ fixed: { 1: 0, 2: 0, 3: 0, 4: 0 }, resolved: 0, assisted: 0 } as Stats)[0]?.share).toBe(
      0,
    );
  });
});
