import { remediation } from "@gradus/workflows";
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { passageOf } from "../../web/src/views/task/history.ts";
import { HEIGHT, nodesOf, WIDTH, waysOf } from "../../web/src/views/task/layout.ts";
import { nowOf } from "../../web/src/views/task/now.ts";
import { drawn, pathOf } from "../../web/src/views/task/path.ts";
import { historyOf } from "./support/history.ts";

const START = Date.UTC(2026, 0, 5, 9);
const quickFix = [
  ["Triage", 300],
  ["Next phase", 0],
  ["Quick fix", 100],
  ["Decide", 0],
  ["Apply", 900],
  ["Settle", 6_000],
  ["Verify", 400],
  ["Verified", 0],
  ["Learn", 20],
] as const;
const succeeded = { name: "a-1", status: "SUCCEEDED", states: [] };

it("a path is the states in order, with those that only branch drawn as part of the one before, and ends closed", () => {
  const path = pathOf(passageOf(historyOf(quickFix, { start: START })).visits, succeeded);
  expect(path.steps.map(({ state }) => state)).toEqual([
    "Triage",
    "Next phase",
    "Quick fix",
    "Decide",
    "Apply",
    "Settle",
    "Verify",
    "Learn",
    "Closed",
  ]);
  expect(path.steps[5]).toEqual({ state: "Settle", at: START + 1_300, left: START + 7_300 });
  expect([...path.taken.keys()]).toContain("Verify → Learn");
  expect(path.now.size).toBe(0);
});

it("a path that goes round counts how often it came by, and marks where it stands", () => {
  const { visits } = passageOf(
    historyOf(
      [
        ["Next phase", 0],
        ["Research", 50],
        ["Decide", 0],
        ["Next phase", 0],
        ["Consult", 90],
        ["Ask expert", 30],
        ["Ask expert", 30],
        ["Consensus", 10],
        ["Decide", 0],
        ["Next phase", 0],
        ["Escalate", 9],
        ["Await human", 0],
      ],
      { start: START, stays: true },
    ),
  );
  const path = pathOf(visits, { status: "RUNNING", states: ["Await human"] });
  expect(path.visits.get("Next phase")).toBe(3);
  expect(path.visits.get("Consult")).toBe(1);
  expect(path.taken.get("Decide → Next phase")).toBe(2);
  expect([...path.now]).toEqual(["Await human"]);
  expect(path.steps.at(-1)).toEqual({ state: "Await human", at: expect.any(Number) });
});

it("every state of the definition has its place in the picture, and every way that is taken is drawn", () => {
  const states = Object.keys(remediation.States).map(drawn);
  const path = pathOf([...new Set(states)].map((state) => ({ state, at: 0 })));
  const nodes = new Map(nodesOf(path).map((node) => [node.state, node]));
  for (const state of states) {
    const { x = -1, y = -1 } = nodes.get(state) ?? {};
    expect(x > 50 && x < WIDTH - 50 && y > 18 && y < HEIGHT - 18, state).toBe(true);
  }
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...states), { minLength: 1 }), (walked) => {
      const path = pathOf(walked.map((state, at) => ({ state, at })));
      const taken = waysOf(path).filter((way) => way.taken);
      expect(taken.map(({ key }) => key).sort()).toEqual([...path.taken.keys()].sort());
      expect(taken.every(({ d }) => !d.includes("NaN"))).toBe(true);
    }),
  );
});

it("history of any shape is read without a fault", () => {
  fc.assert(
    fc.property(fc.array(fc.dictionary(fc.string(), fc.jsonValue())), (events) => {
      pathOf(passageOf(events).visits);
    }),
  );
  const cut = [
    {
      timestamp: "2026-01-05T09:00:00Z",
      stateEnteredEventDetails: { name: "Apply", input: '{"decision":"al' },
    },
  ];
  expect(passageOf(cut)).toMatchObject({ visits: [{ state: "Apply", at: START }], carried: {} });
});

it("a step of Gradus that failed is kept with its error and where that was", () => {
  const events = [
    ...historyOf([["Apply", 0]], { start: START, stays: true }),
    {
      type: "TaskFailed",
      timestamp: START,
      taskFailedEventDetails: { error: "States.Timeout", cause: "180 s" },
    },
  ];
  expect(passageOf(events).faults).toEqual([
    { at: START, state: "Apply", error: "States.Timeout", cause: "180 s" },
  ]);
});

it("what is going on is said in words, with what is left of a wait and the action that is run", () => {
  const proposal = { action: { runbook: "restart-service", params: {} } };
  const running = (state: string) => ({ name: "a-1", status: "RUNNING", states: [state] });
  const at = (state: string, carried: Record<string, unknown>) =>
    nowOf(
      running(state),
      passageOf(historyOf([[state, 0, carried]], { start: START, stays: true })),
      START + 2_000,
    );
  expect(at("Settle", { decision: "acted", settle: 6 })).toBe("Settling: waits 6 s, then checks (4 s to go)");
  expect(at("Settle", { decision: "busy", settle: 3, why: "chatbot is being worked on" })).toBe(
    "Waiting: chatbot is being worked on; waits 3 s, then checks (1 s to go)",
  );
  expect(at("Apply", { proposal })).toBe("Acting: restart-service()");
  expect(at("Ask expert", {})).toBe("Three experts look at it, blind to each other");
  // The task is asked for more often than the history.
  expect(nowOf(running("Settle"), passageOf([]), START)).toBe("Settling");
  expect(nowOf(succeeded, passageOf([]), START)).toBeUndefined();
});
