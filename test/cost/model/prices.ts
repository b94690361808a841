import * as z from "zod";
import { RESOURCES } from "./usage.ts";

const usd = z.number().nonnegative();

/** The price list: docs/cost/prices-*.json. */
export const priceListSchema = z.strictObject({
  /** Month in which the list was made, YYYY-MM. */
  date: z.string().regex(/^\d{4}-\d{2}$/),
  note: z.string(),
  defaultRegion: z.string(),
  prices: z.record(
    z.enum(RESOURCES),
    z.strictObject({
      what: z.string(),
      /** What one `usd` buys, in units of the usage. */
      per: z.number().positive(),
      unit: z.string(),
      usd: z.record(z.string(), usd),
      /** Units a month that an account has for nothing, also after its first year. */
      free: z.number().nonnegative(),
      sources: z.array(z.string()).min(1),
      confirmed: z.record(z.string(), z.boolean()),
    }),
  ),
  /** What is so little that it is not counted, and why. */
  leftOut: z.record(z.string(), z.string()),
});
export type PriceList = z.infer<typeof priceListSchema>;
