import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import { openEngine } from "../../src/store/engine.ts";
import { ensureTable } from "../../src/store/table.ts";

test("a query leaves no iterator open, whether it reads to the end or stops early", async () => {
  const engine = await openEngine({});
  await ensureTable(engine, "gradus", "memory");
  const level = engine.level();
  const make = level.values.bind(level);
  let made = 0;
  let closed = 0;
  level.values = (range) => {
    const iterator = make(range);
    const close = iterator.close.bind(iterator);
    made += 1;
    return Object.assign(iterator, {
      close: () => {
        closed += 1;
        return close();
      },
    });
  };
  for (let n = 0; n < 20; n += 1) {
    const Item = { pk: { S: "a" }, sk: { S: `${n}` } };
    await engine.run("PutItem", { TableName: "gradus", Item });
  }
  for (const Limit of [1, 5, 100]) {
    const ExpressionAttributeValues = { ":pk": { S: "a" } };
    const query = {
      TableName: "gradus",
      KeyConditionExpression: "pk = :pk",
      ExpressionAttributeValues,
      Limit,
    };
    await engine.run("Query", query);
  }
  for (let n = 0; n < 50; n += 1) await setImmediate();
  expect(made).toBeGreaterThanOrEqual(3);
  expect(closed).toBe(made);
  await engine.close();
});
