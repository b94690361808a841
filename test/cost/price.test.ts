import { readdirSync, readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { afterFreeTier, biggest, price } from "./model/price.ts";
import { type PriceList, priceListSchema } from "./model/prices.ts";
import { add, NOTHING, RESOURCES, times, type Usage, usage, without } from "./model/usage.ts";

const FOLDER = new URL("../../docs/cost/", import.meta.url);
const files = readdirSync(FOLDER).filter((name) => name.startsWith("prices-"));
const read = (file: string): PriceList =>
  priceListSchema.parse(JSON.parse(readFileSync(new URL(file, FOLDER), "utf8")));
const list = read(files.at(-1) ?? "");

const anyUsage: fc.Arbitrary<Usage> = fc
  .tuple(...RESOURCES.map(() => fc.double({ min: 0, max: 1e12, noNaN: true })))
  .map((amounts) => usage(Object.fromEntries(RESOURCES.map((r, i) => [r, amounts[i]]))));

describe("the price list", () => {
  test("is named after its month, and says of each price whether a source confirms it", () => {
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) {
      const { date, prices, defaultRegion } = read(file);
      expect(file).toBe(`prices-${date}.json`);
      for (const one of Object.values(prices)) {
        expect(one.usd[defaultRegion]).toBeGreaterThan(0);
        expect(Object.keys(one.confirmed)).toEqual(Object.keys(one.usd));
      }
    }
  });

  test("a price that only memory gives is not called confirmed", () => {
    const all = Object.values(list.prices).flatMap(({ sources, confirmed }) =>
      Object.values(confirmed).map((is) => ({ is, isNamed: sources.some((s) => s.includes("https://")) })),
    );
    expect(all.filter(({ is, isNamed }) => is && !isNamed)).toEqual([]);
  });
});

describe("the price of usage", () => {
  test("is the sum of its parts, in the units of the list", () => {
    const { lines, total } = price(usage({ transitions: 9_000, lambdaRequests: 5_000_000 }), list);
    expect(lines).toEqual({ transitions: expect.closeTo(0.225), lambdaRequests: expect.closeTo(1) });
    expect(total).toBeCloseTo(1.225);
    expect(price(NOTHING, list)).toEqual({ lines: {}, total: 0 });
  });

  test("a write costs more where the region is dearer", () => {
    const million = usage({ writeUnits: 1_000_000 });
    expect(price(million, list, "us-east-1").total).toBeCloseTo(0.625);
    expect(price(million, list, "eu-central-1").total).toBeGreaterThan(0.625);
  });

  test("twice the usage costs twice, and two together cost what each costs", () => {
    fc.assert(
      fc.property(anyUsage, anyUsage, (a, b) => {
        const [one, other] = [price(a, list).total, price(b, list).total];
        const isNear = (x: number, y: number): boolean => Math.abs(x - y) <= 1e-9 * Math.max(1, x, y);
        return (
          isNear(price(times(a, 2), list).total, 2 * one) && isNear(price(add(a, b), list).total, one + other)
        );
      }),
    );
  });

  test("is a number of dollars that is never below nothing, and what is taken away is never less than nothing", () => {
    fc.assert(
      fc.property(anyUsage, anyUsage, (a, b) => {
        const totals = [price(a, list), price(without(a, b), list), price(afterFreeTier(a, list), list)];
        return totals.every(
          ({ total }) => Number.isFinite(total) && total >= 0 && total <= (totals[0]?.total ?? 0),
        );
      }),
    );
  });

  test("usage that is no number is refused, and so is a region that is not in the list", () => {
    expect(() => price(usage({ events: Number.NaN }), list)).toThrow("events is no number");
    expect(() => price(NOTHING, list, "mars-1")).toThrow("mars-1");
  });

  test("what is within the free tier costs nothing, and what is above costs the rest", () => {
    const left = afterFreeTier(usage({ transitions: 4_500, alarms: 10, secrets: 1 }), list);
    expect(left).toMatchObject({ transitions: 500, alarms: 0, secrets: 1 });
  });

  test("the biggest parts come first", () => {
    const priced = price(usage({ alarms: 50, secrets: 1, metrics: 1 }), list);
    expect(biggest(priced, 2).map(([what]) => what)).toEqual(["alarms", "secrets"]);
  });
});
