import { afterEach, beforeEach, expect, test } from "vitest";
import { openTestStore } from "../../support/store.ts";
import type { TestStore } from "../../support/store.ts";

let t: TestStore;
beforeEach(async () => {
  t = await openTestStore();
});
afterEach(() => t.close());

test("settings that nobody changed pause nothing", async () => {
  expect(await t.store.settings.read()).toEqual({ pausedTargets: {}, version: 0 });
});
test("x", async () => {
  const s = await t.store.settings.save({ pausedTargets: {}, version: 0 });
  expect(s.version).toBe(1);
  await expect(t.store.settings.save({ pausedTargets: {}, version: 0 })).rejects.toMatchObject({ code: "conflict" });
  await t.store.state.put("a", { n: 1e-300 });
  expect(await t.store.state.get("a")).toEqual({ n: 1e-300 });
  expect(await t.store.patterns.list()).toEqual({ patterns: [] });
  expect(await t.store.tasks.list({ state: "all" })).toEqual({ tasks: [] });
  expect(await t.store.audit.append("x", [{ at: 1, actor: "a", type: "b.c", data: {} }])).toHaveLength(1);
});
