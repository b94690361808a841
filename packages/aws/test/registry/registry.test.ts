import { parseTarget } from "@gradus/core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openTestStore, type TestStore } from "../../../../test/support/store.ts";
import { createRegistry, readDiscovered, saveDiscovered, SELF } from "../../src/registry/registry.ts";

const target = (id: string, more: Partial<Parameters<typeof parseTarget>[0]> = {}) =>
  parseTarget({ id, ...more });
let t: TestStore;
beforeEach(async () => {
  t = await openTestStore();
});
afterEach(() => t.close());

test("the entry of targets.yaml counts where something of its id was found as well", () => {
  const registry = createRegistry([target("shop", { software: "ours" })], [target("shop"), target("till")]);
  expect(registry.get("shop")?.software).toBe("ours");
  expect(
    registry
      .all()
      .map((one) => one.id)
      .sort(),
  ).toEqual(["shop", "till"]);
});

test("a dependency on something that is not there any more says nothing", () => {
  const registry = createRegistry([target("shop", { dependsOn: ["till", "gone"] })], [target("till")]);
  expect(registry.get("shop")?.dependsOn).toEqual(["till"]);
});

test("Gradus itself is found by its id, is on no list, and nothing may be done to it", () => {
  const registry = createRegistry([], []);
  expect(registry.all()).toEqual([]);
  expect(registry.get(SELF.id)?.autonomy).toEqual({
    reversible: "observe",
    disruptive: "observe",
    destructive: "observe",
  });
});

test("what was found is kept whole, and one that cannot be read is nothing found", async () => {
  expect(await readDiscovered(t.store.state)).toEqual({ at: 0, targets: [], problems: [] });
  const found = { at: 5, targets: [target("shop", { host: "ssm:i-0" })], problems: ["x is no ARN"] };
  await saveDiscovered(t.store.state, found);
  expect(await readDiscovered(t.store.state)).toEqual(found);
  await t.store.state.put("discovered", { targets: "none" });
  expect(await readDiscovered(t.store.state)).toEqual({ at: 0, targets: [], problems: [] });
});
