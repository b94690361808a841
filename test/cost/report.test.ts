import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { priceListSchema } from "./model/prices.ts";
import { stagesSchema } from "./model/stage.ts";
import { amount, type Counted, rowsOf } from "./report/rows.ts";
import { blockIn, textOf, withBlock } from "./report/text.ts";

const at = (path: string): URL => new URL(`../../${path}`, import.meta.url);
const read = (path: string): unknown => JSON.parse(readFileSync(at(path), "utf8"));

const file =
  readdirSync(at("docs/cost/"))
    .filter((name) => name.startsWith("prices-"))
    .sort()
    .at(-1) ?? "";
const list = priceListSchema.parse(read(`docs/cost/${file}`));
const counted = read("docs/cost/measured.json") as Counted;

describe("the README's table of costs", () => {
  test("is what the counts and the price list say", () => {
    const block = blockIn(readFileSync(at("README.md"), "utf8"));
    // The formatter may align a table's columns.
    const plain = (text: string): string =>
      text
        .replace(/ *\| */g, "|")
        .replace(/\|:?-+/g, "|-")
        .trim();
    expect(plain(block)).toBe(plain(textOf(counted, list, file)));
  });

  test("has the stages, and each kind of task with the transitions that it is known for", () => {
    const stages = stagesSchema.parse(read("docs/cost/stage.json"));
    expect(counted.idle.map((seen) => [seen.targets, seen.intervalMs])).toEqual([
      [10, 60_000],
      [1_000, 60_000],
      [10, 10_000],
    ]);
    for (const seen of counted.idle)
      expect(seen.schedules.map((s) => s.function)).toEqual(
        stages[seen.targets]?.schedules.map((s) => s.function),
      );
    const quick = counted.tasks.find(({ kind }) => kind === "quick fix");
    expect(quick?.usage.transitions).toBeLessThanOrEqual(9);
    expect(rowsOf(counted, list).every(({ usd }) => usd > 0)).toBe(true);
  });

  test("is put between the markers, and nothing else is touched", () => {
    const readme = "before\n<!-- cost -->\nold\n<!-- /cost -->\nafter\n";
    expect(withBlock(readme, "new")).toBe("before\n<!-- cost -->\nnew\n<!-- /cost -->\nafter\n");
    expect(() => withBlock("no markers", "new")).toThrow("<!-- cost -->");
  });

  test("numbers have three digits and a unit", () => {
    expect([0, 0.0042, 9, 9_999, 12_345, 28_500_000].map(amount)).toEqual([
      "0",
      "0.0042",
      "9",
      "10000",
      "12.3 k",
      "28.5 M",
    ]);
  });
});
