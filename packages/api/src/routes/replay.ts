import { Hono } from "hono";
import * as z from "zod";
import type { AppEnv } from "../http/env.ts";
import { jsonBody } from "../http/parse.ts";
import type { ApiContext } from "../ports.ts";
import { replay as run } from "../replay/replay.ts";
import { taskOf } from "./shape.ts";

export const replayBodySchema = z.strictObject({});

export const replay = (api: ApiContext) =>
  new Hono<AppEnv>().post("/:task", jsonBody(replayBodySchema), async (c) => {
    const task = await taskOf(api.core, c.req.param("task"));
    return c.json(await run(api.core, task.id));
  });
