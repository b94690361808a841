import { Hono } from "hono";
import type { AppEnv } from "../http/env.ts";
import { describeApi } from "../openapi/document.ts";
import type { ApiContext } from "../ports.ts";

export function openApi(api: ApiContext) {
  let made: ReturnType<typeof describeApi> | undefined;
  const bearer = api.access.token !== undefined || api.access.gateway === true;
  return new Hono<AppEnv>().get("/", (c) => c.json((made ??= describeApi({ version: api.version, bearer }))));
}
