import type { Context as HonoContext, MiddlewareHandler } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import type { ApiContext } from "../ports.ts";
import type { AppEnv } from "./env.ts";
import { refusal } from "./errors.ts";
import { contentPolicy } from "./policy.ts";
import { sameText } from "./same-text.ts";

const COOKIE = "gradus_session";
const WEEK_S = 7 * 24 * 3_600;

const HEADERS = {
  "content-security-policy": contentPolicy(),
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "no-referrer",
  "permissions-policy": "camera=(), geolocation=(), microphone=()",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
} as const;

/** Look the same for everybody, and are asked for without a cookie: the style of the pages behind links, icons, the manifest. */
const OPEN = /^\/(style\.css|[\w-]+\.(svg|png|webmanifest))$/;

export const secureHeaders: MiddlewareHandler<AppEnv> = async (c, next) => {
  await next();
  for (const [name, value] of Object.entries(HEADERS)) c.res.headers.set(name, value);
  c.res.headers.set("cache-control", c.get("keep") ?? "no-store");
};

/** An answer only under our own names: a page of somebody else's whose name was pointed at this machine gets none (DNS rebinding). */
export function knownHost(api: ApiContext): MiddlewareHandler<AppEnv> {
  const { hosts, token, gateway } = api.access;
  const known = new Set(hosts === "any" ? [] : hosts.map((h) => h.toLowerCase()));
  return async (c, next) => {
    const host = hostOf(c);
    const any = hosts === "any" && (token !== undefined || gateway === true);
    if (!any && !known.has(host))
      throw refusal(421, "forbidden", `Gradus does not answer under the name "${host.slice(0, 100)}".`);
    await next();
  };
}

/**
 * What changes something comes from our own pages or from a program, never from another site: a request that a foreign page
 * makes a browser send has a foreign Origin, or is marked cross-site, or cannot be JSON.
 */
export const sameSite =
  (api: ApiContext): MiddlewareHandler<AppEnv> =>
  async (c, next) => {
    if (c.req.method === "GET" || c.req.method === "HEAD") return next();
    const site = c.req.header("sec-fetch-site");
    const origin = c.req.header("origin");
    const foreign = refusal(403, "forbidden", "This request comes from another site, and is refused.");
    if (site !== undefined && site !== "same-origin" && site !== "none") throw foreign;
    const isApi = c.req.path.startsWith("/api/");
    const { gateway, origin: own } = api.access;
    if (origin !== undefined && gateway !== true && origin !== own && !isOurs(origin, hostOf(c))) {
      // The forms behind signed links, which come without a referrer, say "null": their address is their permission.
      const ownForm = origin === "null" && (site === "same-origin" || !isApi);
      if (!ownForm) throw foreign;
    }
    if (isApi && !/^application\/json\s*(;|$)/i.test(c.req.header("content-type") ?? ""))
      throw refusal(415, "invalid_input", "The body must be JSON, with content-type: application/json.");
    return next();
  };

/**
 * With a token set, everything needs it but /health, signed links and what looks the same for everybody: as a bearer, or once
 * as ?token= for a cookie.
 */
export function authenticated(api: ApiContext): MiddlewareHandler<AppEnv> {
  const { token, origin } = api.access;
  if (token === undefined) return (_c, next) => next();
  const { crypto } = api.core;
  const is = (given: string, wanted: string): boolean =>
    sameText(crypto.sha256(given), crypto.sha256(wanted));
  const session = crypto.hmac(token, "gradus.session/1");
  return async (c, next) => {
    const { path } = c.req;
    if (path === "/health" || path.startsWith("/l/") || OPEN.test(path)) return next();
    const bearer = /^Bearer (.+)$/i.exec(c.req.header("authorization") ?? "")?.[1];
    if (bearer !== undefined && is(bearer, token)) return next();
    const cookie = getCookie(c, COOKIE);
    if (cookie !== undefined && is(cookie, session)) return next();
    const offered = c.req.query("token");
    const isPage = c.req.method === "GET" && !path.startsWith("/api/");
    if (isPage && offered !== undefined && is(offered, token)) {
      // What serves HTTPS in front asks us without it.
      const secure = new URL(c.req.url).protocol === "https:" || `https://${hostOf(c)}` === origin;
      setCookie(c, COOKIE, session, {
        path: "/",
        httpOnly: true,
        // A link in web mail opens the page for who is signed in; what changes something is asked for by our own pages only.
        sameSite: "Lax",
        maxAge: WEEK_S,
        secure,
      });
      return c.redirect(path.replace(/^\/+/, "/"), 303);
    }
    c.header("www-authenticate", "Bearer");
    throw refusal(
      401,
      "forbidden",
      'A token is needed: programs send it as a bearer, and people open the page once with "?token=" and the token behind its address (it is GRADUS_TOKEN where Gradus was started).',
    );
  };
}

export const hostOf = (c: HonoContext): string =>
  (c.req.header("host") ?? new URL(c.req.url).host).toLowerCase();

function isOurs(origin: string, host: string): boolean {
  try {
    return new URL(origin).host.toLowerCase() === host;
  } catch {
    return false;
  }
}
