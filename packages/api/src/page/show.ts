import type { Context as HonoContext } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { AppEnv } from "../http/env.ts";

/** A whole document as the answer. */
export const show = (
  c: HonoContext<AppEnv>,
  document: unknown,
  status: ContentfulStatusCode = 200,
): Response | Promise<Response> => c.html(`<!doctype html>${String(document)}`, status);
