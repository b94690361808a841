import { GradusError } from "@gradus/core";
import { type Context as HonoContext, Hono } from "hono";
import type { AppEnv } from "../http/env.ts";
import { STYLE } from "../page/style.ts";
import type { ApiContext, SiteFile } from "../ports.ts";

/** These are the API's: what is not there is said, and no page. */
const NO_PAGE = /^\/(api|l)(\/|$)/;

/**
 * The dashboard's files, where the root has them (on AWS they lie in a bucket, and CloudFront does the same as this): a name
 * without a dot is an address within the one page that there is. Last of all routes.
 */
export function site(api: ApiContext) {
  const style: SiteFile = {
    body: new TextEncoder().encode(STYLE),
    type: "text/css; charset=utf-8",
    hashed: false,
    etag: `W/"${api.core.crypto.sha256(STYLE).slice(0, 32)}"`,
  };
  const app = new Hono<AppEnv>().get("/style.css", (c) => send(c, style));
  const { files } = api;
  if (!files) return app;
  return app
    .get("/config.json", (c) =>
      c.json({
        stage: "local",
        region: "this machine",
        console: null,
        signIn: null,
        events: api.subscribe !== undefined,
      }),
    )
    .get("*", async (c) => {
      const { path } = c.req;
      const isPage = !(path.split("/").at(-1) ?? "").includes(".");
      const file = NO_PAGE.test(path) ? undefined : await files(isPage ? "index.html" : path.slice(1));
      if (!file) throw new GradusError("not_found", `There is nothing at ${path}.`);
      return send(c, file);
    });
}

function send(c: HonoContext<AppEnv>, { body, gzip, type, hashed, etag }: SiteFile): Response {
  c.set("keep", hashed ? "public, max-age=31536000, immutable" : "no-cache");
  c.header("etag", etag);
  c.header("vary", "accept-encoding");
  const known = (c.req.header("if-none-match") ?? "").split(",").map((tag) => tag.trim());
  if (known.includes(etag)) return c.body(null, 304);
  c.header("content-type", type);
  if (!gzip || !takesGzip(c.req.header("accept-encoding") ?? "")) return c.body(body);
  c.header("content-encoding", "gzip");
  return c.body(gzip);
}

const takesGzip = (accepted: string): boolean =>
  accepted.split(",").some((one) => /^\s*gzip\s*(;\s*q=(1|0\.\d*[1-9]\d*))?\s*$/i.test(one));
