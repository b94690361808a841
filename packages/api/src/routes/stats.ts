import { Hono } from "hono";
import type { AppEnv } from "../http/env.ts";
import type { ApiContext } from "../ports.ts";
import { compute } from "../stats/compute.ts";
import { allPatterns } from "../switches/patterns.ts";
import type { Stats } from "../views/stats.ts";

/** The window: so many of the newest closed tasks, and at most so many open ones. One index query each. */
const WINDOW = 1_000;

export async function statsOf(api: ApiContext): Promise<Stats> {
  const { tasks } = api.core.store;
  const [open, closed, patterns] = await Promise.all([
    tasks.list({ state: "open", limit: WINDOW }),
    tasks.list({ state: "closed", limit: WINDOW }),
    allPatterns(api.core),
  ]);
  return compute({
    open: open.tasks,
    closed: closed.tasks,
    complete: open.cursor === undefined && closed.cursor === undefined,
    patterns,
  });
}

export const stats = (api: ApiContext) =>
  new Hono<AppEnv>().get("/", async (c) => c.json(await statsOf(api)));
