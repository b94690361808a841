import { Hono } from "hono";
import type { AppEnv } from "../http/env.ts";
import type { ApiContext } from "../ports.ts";
import { compute } from "../stats/compute.ts";
import { learnedOf } from "../stats/learned.ts";
import { waitingOf } from "../stats/waiting.ts";
import { openCount } from "../status/open-count.ts";
import type { Stats } from "../views/stats.ts";

/** The window: so many of the newest closed tasks, and at most so many open ones; how many are open is counted. */
const WINDOW = 1_000;

export async function statsOf(api: ApiContext): Promise<Stats> {
  const { tasks } = api.core.store;
  const [open, counted, closed, waiting, patterns] = await Promise.all([
    tasks.list({ state: "open", limit: WINDOW }),
    openCount(api.core),
    tasks.list({ state: "closed", limit: WINDOW }),
    waitingOf(api.core),
    learnedOf(api.core),
  ]);
  return compute({
    open: open.tasks,
    // What is read as a whole needs no second opinion.
    counted: open.cursor === undefined ? { count: open.tasks.length, more: false } : counted,
    waiting: waiting.entries.length,
    closed: closed.tasks,
    complete: closed.cursor === undefined,
    patterns,
  });
}

export const stats = (api: ApiContext) =>
  new Hono<AppEnv>().get("/", async (c) => c.json(await statsOf(api)));
