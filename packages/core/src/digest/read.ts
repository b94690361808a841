import type { Escalation } from "../escalation/schema.ts";
import type { Pattern } from "../pattern/schema.ts";
import type { Context } from "../remediation/context.ts";
import { eachOpenTask } from "../task/each-open.ts";
import type { TaskSummary } from "../task/schema.ts";
import type { Digest } from "./schema.ts";
import { summarise } from "./summarise.ts";

/** Tasks are listed by when they were opened: what was closed since then may have been opened so much before. */
const OPENED_BEFORE_MS = 7 * 24 * 3_600_000;
const PAGE = 500;
/** More pages than this are not read of any list: a summary of a morning is no archive. */
const MOST_PAGES = 20;

/** Everything that a summary tells, from the store. */
export async function readDigest(
  ctx: Pick<Context, "store" | "clock">,
  of: { since: number; problems: readonly string[] },
): Promise<Digest> {
  const { tasks, escalations, patterns } = ctx.store;
  const at = ctx.clock.now();
  const open: TaskSummary[] = [];
  for await (const task of eachOpenTask(tasks)) open.push(task);
  const since = of.since - OPENED_BEFORE_MS;
  const [closed, waiting, learned] = await Promise.all([
    pages<TaskSummary>(async (cursor) => {
      const page = await tasks.list({ state: "closed", since, limit: PAGE, ...cursor });
      return { rows: page.tasks, cursor: page.cursor };
    }),
    pages<Escalation>(async (cursor) => {
      const page = await escalations.list({ status: "open", limit: PAGE, ...cursor });
      return { rows: page.escalations, cursor: page.cursor };
    }),
    pages<Pattern>(async (cursor) => {
      const page = await patterns.list({ limit: PAGE, ...cursor });
      return { rows: page.patterns, cursor: page.cursor };
    }),
  ]);
  return summarise({ ...of, at, open, closed, waiting, patterns: learned });
}

async function pages<T>(
  read: (from: { cursor?: string }) => Promise<{ rows: T[]; cursor: string | undefined }>,
): Promise<T[]> {
  const all: T[] = [];
  let cursor: string | undefined;
  for (let n = 0; n < MOST_PAGES; n++) {
    const page = await read(cursor === undefined ? {} : { cursor });
    all.push(...page.rows);
    ({ cursor } = page);
    if (cursor === undefined) break;
  }
  return all;
}
