import type { WarrantStore } from "@gradus/core";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { TestStore } from "../../support/store.ts";
import { overAdapters } from "./adapters.ts";
import { aWarrant, T0 } from "./fixtures.ts";

overAdapters("WarrantStore", (open) => {
  let t: TestStore;
  let warrants: WarrantStore;
  beforeEach(async () => {
    t = await open();
    warrants = t.store.warrants;
  });
  afterEach(() => t.close());

  const use = { id: "w1", task: "task", action: "restart()", now: T0 };

  test("a warrant is used once, however many try at the same time", async () => {
    await warrants.issue(aWarrant("w1"));
    const answers = await Promise.all(Array.from({ length: 12 }, () => warrants.consume(use)));
    expect(answers.filter(Boolean)).toHaveLength(1);
    expect(await warrants.consume(use)).toBe(false);
  });

  test("a warrant is good for its task, its action and its time only", async () => {
    await warrants.issue(aWarrant("w1"));
    expect(await warrants.consume({ ...use, id: "w2" })).toBe(false);
    expect(await warrants.consume({ ...use, task: "other" })).toBe(false);
    expect(await warrants.consume({ ...use, action: "rollback()" })).toBe(false);
    expect(await warrants.consume({ ...use, now: T0 + 60_000 })).toBe(false);
    expect(await warrants.consume({ ...use, now: T0 + 59_999 })).toBe(true);
  });

  test("issuing again does not bring a used warrant back", async () => {
    await warrants.issue(aWarrant("w1"));
    await warrants.consume(use);
    await warrants.issue(aWarrant("w1"));
    expect(await warrants.consume(use)).toBe(false);
    await expect(warrants.issue(aWarrant("w1", { action: "rollback()" }))).rejects.toMatchObject({
      code: "conflict",
    });
  });

  test("a warrant goes some time after it has expired", async () => {
    await warrants.issue(aWarrant("w1"));
    t.clock.advance(29 * 86_400_000);
    expect(await t.embedded.sweep()).toBe(0);
    t.clock.advance(2 * 86_400_000);
    expect(await t.embedded.sweep()).toBe(1);
  });
});
