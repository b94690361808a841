import type { Capacity, Fact } from "@gradus/core";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ecs, lambda, paperWorld, rds } from "./paper.ts";

const cases = {
  "scale-out": { unit: "tasks", manager: ecs },
  "raise-concurrency": { unit: "concurrency", manager: lambda },
  "grow-storage": { unit: "storage_gib", manager: rds },
} as const;
type Id = keyof typeof cases;
const ids = Object.keys(cases) as Id[];
const fact = (id: Id, value: number, most?: number): Fact & Capacity => ({
  kind: "capacity",
  unit: cases[id].unit,
  value,
  ...(most === undefined ? {} : { most }),
});
const actionOf = (id: Id, to: number) => ({ runbook: id, params: { to } });
/** What the evidence offers. */
const offer = (id: Id, value: number, most?: number): number | undefined => {
  const { offered } = paperWorld({ manager: cases[id].manager });
  const found = offered(fact(id, value, most)).find((a) => a.runbook === id);
  return found?.params["to"] as number | undefined;
};

describe("the next step up", () => {
  test("is half as much again, at least one more; storage a fifth, at least 10 GiB", () => {
    expect([1, 2, 3, 4, 10].map((v) => offer("scale-out", v, 100))).toEqual([2, 3, 5, 6, 15]);
    expect([1, 10, 25].map((v) => offer("raise-concurrency", v, 50))).toEqual([2, 15, 38]);
    expect([20, 100, 1_000].map((v) => offer("grow-storage", v, 2_000))).toEqual([30, 120, 1_200]);
  });

  test("ends at the limit, and storage stops where what is left is less than AWS takes", () => {
    expect(offer("scale-out", 7, 8)).toBe(8);
    expect(offer("scale-out", 8, 8)).toBeUndefined();
    expect(offer("grow-storage", 100, 110)).toBe(110);
    expect(offer("grow-storage", 100, 109)).toBeUndefined();
  });

  test("is none without a limit, for another kind of target, and for what is switched off", () => {
    for (const id of ids) {
      expect(offer(id, 5)).toBeUndefined();
      expect(offer(id, 0, 100)).toBeUndefined();
    }
    const { offered } = paperWorld({ manager: rds });
    expect(offered(fact("scale-out", 2, 8)).map((a) => a.runbook)).toEqual(["restart-service"]);
  });
});

const amount = fc.integer({ min: 0, max: 5_000 });
const limit = fc.option(fc.integer({ min: 1, max: 6_000 }), { nil: undefined });

describe("whatever there is and whatever is asked for", () => {
  test("a step that is offered is taken, goes up, never above the limit, never by a jump, and its undo restores the value", async () => {
    let taken = 0;
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...ids), amount, limit, async (id, value, most) => {
        const { hands, target, state, offered, platform } = paperWorld({ manager: cases[id].manager });
        const seen = fact(id, value, most);
        state.capacity = { unit: seen.unit, value, ...(most === undefined ? {} : { most }) };
        const action = offered(seen).find((a) => a.runbook === id);
        if (!action) {
          expect(most === undefined || value < 1 || value * 1.1 > most - 1).toBe(true);
          return;
        }
        taken += 1;
        const outcome = await hands.apply(target, action);
        expect(outcome).toMatchObject({ result: "done", before: { value } });
        const now = state.capacity.value;
        expect(now).toBeGreaterThan(value);
        expect(now).toBeLessThanOrEqual(most ?? 0);
        expect(now - value).toBeLessThanOrEqual(Math.max(10, Math.ceil(value / 2)));
        if (id === "grow-storage") expect(now * 10).toBeGreaterThanOrEqual(value * 11);
        expect(await hands.causeGone(target, action, outcome)).toBe(true);

        // A second delivery finds it done and changes nothing.
        expect(await hands.apply(target, action)).toMatchObject({ result: "refused" });
        expect(state.capacity.value).toBe(now);

        const undone = await hands.undo(target, action, outcome);
        expect(undone.result).toBe(id === "grow-storage" ? "refused" : "done");
        expect(state.capacity.value).toBe(id === "grow-storage" ? now : value);
        expect(platform.orders.length).toBe(id === "grow-storage" ? 1 : 2);
      }),
      { numRuns: 400 },
    );
    expect(taken).toBeGreaterThan(50);
  });

  test("no number that anybody names sets it above the limit, below what is there, or far above it", async () => {
    let done = 0;
    const wish = fc.oneof(fc.integer({ min: 1, max: 7_000 }), fc.integer({ min: 1, max: 20 }));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...ids), amount, limit, wish, async (id, value, most, more) => {
        const { hands, target, state, platform } = paperWorld({ manager: cases[id].manager });
        state.capacity = { unit: cases[id].unit, value, ...(most === undefined ? {} : { most }) };
        const to = more <= 20 ? value + more : more;
        const outcome = await hands.apply(target, actionOf(id, to));
        if (outcome.result === "refused") {
          expect(platform.orders).toEqual([]);
          return;
        }
        done += 1;
        expect(outcome.result).toBe("done");
        expect(platform.orders).toEqual([`set ${to}`]);
        expect(to).toBeGreaterThan(value);
        expect(to).toBeLessThanOrEqual(most ?? 0);
        expect(to - value).toBeLessThanOrEqual(Math.max(10, Math.ceil(value / 2)));
      }),
      { numRuns: 600 },
    );
    expect(done).toBeGreaterThan(20);
  });
});

describe("raising", () => {
  test("is refused with the reason", async () => {
    const { hands, target, state } = paperWorld({ manager: ecs });
    const why = (to: number) => hands.check(target, actionOf("scale-out", to));
    expect(await why(3)).toContain("no number of its own");
    state.capacity = { unit: "tasks", value: 4 };
    expect(await why(5)).toContain("maxTasks");
    state.capacity = { unit: "tasks", value: 4, most: 8 };
    expect(await why(4)).toContain("already");
    expect(await why(7)).toContain("jump");
    expect(await why(9)).toContain("more than 8 are not allowed");
    expect(await why(6)).toBeUndefined();
    state.capacity = { unit: "tasks", value: 0, most: 8 };
    expect(await why(1)).toContain("switched off");
    expect(await hands.check(target, actionOf("raise-concurrency", 5))).toContain("no calls at once");
    const far = paperWorld({ manager: ecs }, { reached: false });
    expect(await far.hands.check(far.target, actionOf("scale-out", 3))).toContain("does not run there");
  });

  test("is not taken back once somebody else has changed the number", async () => {
    const { hands, target, state } = paperWorld({ manager: ecs });
    state.capacity = { unit: "tasks", value: 2, most: 8 };
    const outcome = await hands.apply(target, actionOf("scale-out", 3));
    state.capacity = { unit: "tasks", value: 6, most: 8 };
    expect(await hands.undo(target, actionOf("scale-out", 3), outcome)).toMatchObject({
      result: "failed",
      reason: expect.stringContaining("changed again"),
    });
    expect(state.capacity.value).toBe(6);
  });

  test("that the platform refuses has failed, and can still be undone", async () => {
    const { hands, target, state, platform } = paperWorld({ manager: lambda });
    state.capacity = { unit: "concurrency", value: 10, most: 50 };
    platform.capacity.set = () => Promise.reject(new Error("over the account's quota"));
    const outcome = await hands.apply(target, actionOf("raise-concurrency", 15));
    expect(outcome).toMatchObject({ result: "failed", undo: { value: 10 } });
    expect(await hands.undo(target, actionOf("raise-concurrency", 15), outcome)).toMatchObject({
      result: "done",
    });
    expect(state.capacity.value).toBe(10);
  });

  test("has an open end where the number cannot be read: then nobody claims that the cause is gone", async () => {
    const { hands, target, state } = paperWorld({ manager: ecs });
    state.fails = "throttled";
    expect(await hands.check(target, actionOf("scale-out", 3))).toContain("throttled");
    expect(await hands.causeGone(target, actionOf("scale-out", 3))).toBeUndefined();
  });
});
