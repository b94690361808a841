import type { Params, RunbookCard } from "@gradus/core";
import type * as z from "zod";

/** A card whose parameters keep their type. */
export interface Card<P extends Params = Params> extends RunbookCard {
  params: z.ZodType<P>;
}

export const card = <P extends Params>(of: Card<P>): Card<P> => of;
