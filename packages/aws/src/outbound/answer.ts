import { GradusError, isGradusError, messageOf, redact, type Target } from "@gradus/core";
import { createLimiter, type Reach } from "@gradus/detectors";
import { type Answer, type Ask, askSchema, asksSchema, LONGEST_MS, none } from "./ask.ts";
import { isDeclared } from "./declared.ts";

export interface Asked {
  targets: readonly Target[];
  reach: Reach;
  now: () => number;
}

/** Lambda hands on 6 MB at most. What is no page is small, and fits into the rest. */
const PAGES_BYTES = 5_500_000;
/** Pages that are held in memory at once, beside those that are done. */
const PAGES_AT_ONCE = 8;

/**
 * Answers each ask in its place: what is not declared is refused, and what fails fails alone. Throws GradusError
 * "invalid_input" only for what is no list of asks.
 */
export async function answerAsks(
  { targets, reach, now }: Asked,
  payload: unknown,
): Promise<{ answers: Answer[] }> {
  const parsed = asksSchema.safeParse(payload);
  if (!parsed.success) throw new GradusError("invalid_input", "this is no list of 1 to 50 asks");
  const pages = createPages(reach);
  const one = async (raw: unknown): Promise<Answer> => {
    const ask = askSchema.safeParse(raw);
    if (!ask.success) return none("invalid_input", ask.error.issues.map((i) => i.message).join("; "));
    if (!isDeclared(ask.data, targets)) return none("forbidden", "no deployed target declares it");
    try {
      if (ask.data.kind === "page") return await pages(ask.data, now());
      const { check } = ask.data;
      const bounded = { ...check, timeoutMs: Math.min(check.timeoutMs, LONGEST_MS) };
      return { kind: "check", fact: await reach.check(bounded, "0", now()) };
    } catch (error) {
      return none(isGradusError(error) ? error.code : "internal", redact(messageOf(error), 400));
    }
  };
  return { answers: await Promise.all(parsed.data.asks.map(one)) };
}

type PageAsk = Extract<Ask, { kind: "page" }>;

/** Reads pages while there is room for them in the answer; for the others there is room in the next one. */
function createPages(reach: Reach): (ask: PageAsk, now: number) => Promise<Answer> {
  const limited = createLimiter(PAGES_AT_ONCE);
  let left = PAGES_BYTES;
  let isFull = false;
  const full = (): Answer => none("conflict", "there is no room for it beside the other answers");
  return ({ url, method, timeoutMs, maxBytes, headers }, now) =>
    limited(async () => {
      // It would be read for nothing.
      if (isFull) return full();
      const want = { url, method, timeoutMs, maxBytes, ...(headers ? { headers } : {}) };
      const answer: Answer = { kind: "page", page: await reach.page(want, now) };
      const size = Buffer.byteLength(JSON.stringify(answer));
      if (size > PAGES_BYTES)
        return none("limit", `the page is larger than the ${PAGES_BYTES} bytes that can be handed on`);
      if (size > left) {
        isFull = true;
        return full();
      }
      left -= size;
      return answer;
    });
}

/** What came of a batch, in numbers. */
export function tally(answers: readonly Answer[]): Record<string, number> {
  const counts: Record<string, number> = { asks: answers.length };
  for (const answer of answers) {
    const what = answer.kind === "none" ? answer.code : answer.kind;
    counts[what] = (counts[what] ?? 0) + 1;
  }
  return counts;
}
