import {
  type Context,
  GradusError,
  importPatterns,
  isConflict,
  type Pattern,
  promotePattern,
  retirePattern,
} from "@gradus/core";

type Ctx = Pick<Context, "store" | "clock">;

const TRIES = 8;
const PAGE = 500;
/** Writes of an import under way together: ten thousand are done within a request. */
const AT_ONCE = 16;

/** Every pattern: what is exported, and what an import is held against. */
export const allPatterns = async (ctx: Pick<Context, "store">): Promise<Pattern[]> =>
  (await somePatterns(ctx, { limit: Number.POSITIVE_INFINITY })).patterns;

/** So many patterns from a cursor on, by pages of the store. */
export async function somePatterns(
  ctx: Pick<Context, "store">,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<{ patterns: Pattern[]; cursor?: string }> {
  const patterns: Pattern[] = [];
  let next = cursor;
  do {
    const page = await ctx.store.patterns.list({
      limit: Math.min(PAGE, limit - patterns.length),
      ...(next === undefined ? {} : { cursor: next }),
    });
    patterns.push(...page.patterns);
    next = page.cursor;
  } while (next !== undefined && patterns.length < limit);
  return { patterns, ...(next === undefined ? {} : { cursor: next }) };
}

/**
 * A person takes a pattern out of use, or vouches for it. Done twice, it is written once. What was ordered is on the audit
 * chain before it is done, so that nothing is judged in silence; ordered again after a fault, it is on it once.
 */
export async function judgePattern(
  ctx: Ctx,
  input: { id: string; verb: "retire" | "promote"; by: string },
): Promise<Pattern> {
  const { id, verb, by } = input;
  for (let tried = 1; ; tried++) {
    const pattern = await ctx.store.patterns.get(id);
    if (!pattern) throw new GradusError("not_found", `There is no pattern "${id}".`);
    const judged = verb === "retire" ? retirePattern(pattern) : promotePattern(pattern);
    if (JSON.stringify(judged) === JSON.stringify(pattern)) return pattern;
    if (tried === 1) {
      const data = { pattern: id, key: `${id} ${pattern.version}` };
      await ctx.store.audit.append("system", [
        { at: ctx.clock.now(), actor: by, type: `pattern.${verb}d`, data },
      ]);
    }
    try {
      return await ctx.store.patterns.save(judged);
    } catch (error) {
      if (!isConflict(error) || tried >= TRIES) throw error;
    }
  }
}

/**
 * Another installation's patterns; what was learned here stays as it is. What is to be written is on the audit chain before it
 * is; the same file again goes on where a fault broke it off, and writes nothing that is here already.
 */
export async function takePatterns(
  ctx: Ctx,
  input: { text: string; by: string },
): Promise<{ added: number; kept: number }> {
  const { patterns, skipped } = importPatterns(input.text, await allPatterns(ctx), ctx.clock.now());
  // One that is here from another file is refreshed, and is no addition.
  const added = patterns.filter((pattern) => pattern.version === 0).length;
  const kept = skipped.length + patterns.length - added;
  if (patterns.length > 0)
    await ctx.store.audit.append("system", [
      { at: ctx.clock.now(), actor: input.by, type: "patterns.imported", data: { added, kept } },
    ]);
  let overtaken = 0;
  for (let from = 0; from < patterns.length; from += AT_ONCE) {
    const saved = await Promise.all(patterns.slice(from, from + AT_ONCE).map((one) => isSaved(ctx, one)));
    overtaken += saved.filter((is, i) => !is && patterns[from + i]?.version === 0).length;
  }
  return { added: added - overtaken, kept: kept + overtaken };
}

/** False where somebody was faster: theirs stands. */
async function isSaved(ctx: Ctx, pattern: Pattern): Promise<boolean> {
  try {
    await ctx.store.patterns.save(pattern);
    return true;
  } catch (error) {
    if (!isConflict(error)) throw error;
    return false;
  }
}
