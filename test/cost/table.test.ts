import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createMeter, type Meter } from "./cloud/meter.ts";
import { type CountedTable, openCountedTable, TABLE } from "./cloud/table.ts";

const text = (S: string) => ({ S });
const row = (more: Record<string, string> = {}) =>
  Object.fromEntries(
    Object.entries({
      pk: "task|1",
      sk: "1",
      g1: "task|open|3",
      g2: "task|open|web",
      gs: "1",
      sum: "{}",
      ...more,
    }).map(([name, value]) => [name, text(value)]),
  );

describe("what the table counts", () => {
  let meter: Meter;
  let table: CountedTable;
  beforeEach(async () => {
    meter = createMeter();
    table = await openCountedTable(meter);
  });
  afterEach(() => table.close());

  const call = (operation: string, body: object) =>
    table.call(operation, JSON.stringify({ TableName: TABLE, ...body }));
  const unitsOf = async (operation: string, body: object) => {
    const { usage } = await meter.during(() => call(operation, body));
    return { read: usage.readUnits, write: usage.writeUnits };
  };

  test("a row in two indexes costs three writes, and one where nothing of the indexes changes", async () => {
    expect(await unitsOf("PutItem", { Item: row() })).toEqual({ read: 0, write: 3 });
    expect(await unitsOf("PutItem", { Item: row({ doc: "other" }) })).toEqual({ read: 0, write: 1 });
    expect(await unitsOf("PutItem", { Item: row({ sum: "[]" }) })).toEqual({ read: 0, write: 3 });
  });

  test("an entry that moves within an index costs two writes there, one that goes costs one", async () => {
    await call("PutItem", { Item: row() });
    expect(await unitsOf("PutItem", { Item: row({ g1: "task|closed|3" }) })).toEqual({ read: 0, write: 3 });
    const { g1: _, ...without } = row({ g1: "" });
    expect(await unitsOf("PutItem", { Item: without })).toEqual({ read: 0, write: 2 });
  });

  test("a large row costs a write for each KB and a read for each four", async () => {
    const { g1: _, g2: __, ...plain } = row({ doc: "x".repeat(10_000) });
    expect(await unitsOf("PutItem", { Item: plain })).toEqual({ read: 0, write: 10 });
    const key = { pk: text("task|1"), sk: text("1") };
    expect(await unitsOf("GetItem", { Key: key, ConsistentRead: true })).toEqual({ read: 3, write: 0 });
    expect(await unitsOf("GetItem", { Key: key })).toEqual({ read: 1.5, write: 0 });
  });

  test("a question without an answer is paid for, and so is a write that was refused", async () => {
    const query = {
      IndexName: "by-shard",
      KeyConditionExpression: "g1 = :h",
      ExpressionAttributeValues: { ":h": text("task|open|5") },
    };
    expect(await unitsOf("Query", query)).toEqual({ read: 0.5, write: 0 });
    await call("PutItem", { Item: row() });
    const twice = { Item: row(), ConditionExpression: "attribute_not_exists(pk)" };
    expect(await unitsOf("PutItem", twice)).toEqual({ read: 0, write: 1 });
  });
});
