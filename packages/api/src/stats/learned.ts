import type { Context, Pattern, Store } from "@gradus/core";
import { allPatterns } from "../switches/patterns.ts";

/** What numbers need of a pattern. */
export type Learned = Pick<Pattern, "createdAt" | "retired">;

/** Patterns are read whole, thousands of them, and grow by a few a day: numbers may be so old. */
const KEEP_MS = 15_000;

const known = new WeakMap<Store["patterns"], { at: number; learned: Promise<readonly Learned[]> }>();

/** All patterns, as numbers need them; those who ask together read together. */
export function learnedOf(ctx: Pick<Context, "store" | "clock">): Promise<readonly Learned[]> {
  const { patterns } = ctx.store;
  const now = ctx.clock.now();
  const last = known.get(patterns);
  if (last && now - last.at < KEEP_MS) return last.learned;
  const learned = allPatterns(ctx).then((all) =>
    all.map(({ createdAt, retired }): Learned => ({ createdAt, retired })),
  );
  known.set(patterns, { at: now, learned });
  learned.catch(() => known.delete(patterns));
  return learned;
}
