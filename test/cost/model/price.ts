import type { PriceList } from "./prices.ts";
import { RESOURCES, type Resource, type Usage } from "./usage.ts";

export interface Priced {
  /** US dollars by what they are paid for; what costs nothing is not there. */
  lines: Partial<Record<Resource, number>>;
  total: number;
}

/** What usage costs at list prices of a region. Throws RangeError for a region that is not in the list. */
export function price(usage: Usage, list: PriceList, region = list.defaultRegion): Priced {
  const lines: Partial<Record<Resource, number>> = {};
  let total = 0;
  for (const resource of RESOURCES) {
    const { usd, per } = list.prices[resource];
    const one = usd[region];
    if (one === undefined) throw new RangeError(`there is no price of ${resource} in ${region}`);
    const cost = (usage[resource] / per) * one;
    if (!Number.isFinite(cost)) throw new RangeError(`the usage of ${resource} is no number`);
    if (cost > 0) lines[resource] = cost;
    total += cost;
  }
  return { lines, total };
}

/** What is left to pay in an account that uses its monthly free tier for nothing else. */
export const afterFreeTier = (usage: Usage, list: PriceList): Usage =>
  Object.fromEntries(
    RESOURCES.map((r) => [r, Math.max(0, usage[r] - list.prices[r].free)]),
  ) as unknown as Usage;

/** What most is paid for, the dearest first. */
export const biggest = ({ lines }: Priced, count: number): Array<[Resource, number]> =>
  (Object.entries(lines) as Array<[Resource, number]>).sort(([, a], [, b]) => b - a).slice(0, count);
