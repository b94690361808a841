import type { MiddlewareHandler } from "hono";
import { etag } from "hono/etag";
import type { AppEnv } from "./env.ts";

const tag = etag();

/** What a program has seen already, and says so of (If-None-Match), is not sent again: a page that is only looked at costs headers. */
export const unchanged: MiddlewareHandler<AppEnv> = (c, next) =>
  // A stream has no end of which a tag could be made.
  c.req.method === "GET" && c.req.path.startsWith("/api/") && c.req.path !== "/api/events"
    ? tag(c, next)
    : next();
