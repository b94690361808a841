import type { MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { ApiContext } from "../ports.ts";
import type { AppEnv } from "./env.ts";
import { refusal } from "./errors.ts";

/** Whoever has this machine, or its token, may do everything. */
const LOCAL = { actor: "human:local", role: "admin" } as const;
/** Whom a gateway lets through and the root does not know. */
const NOBODY = { actor: "human:unknown", role: "viewer" } as const;

const KIB = 1_024;
/** A file of patterns is data, not a request: it may be as large as core reads. */
const IMPORT = "/api/patterns/import";

/** Every request gets an id of ours, which its answer and the log carry, an actor and a role. */
export const begin =
  (api: ApiContext): MiddlewareHandler<AppEnv> =>
  async (c, next) => {
    const id = api.core.crypto.randomId();
    c.set("requestId", id);
    const who = api.access.who?.(c.req.raw, c.env) ?? (api.access.gateway ? NOBODY : LOCAL);
    c.set("actor", who.actor);
    c.set("role", who.role);
    await next();
    c.res.headers.set("x-request-id", id);
  };

export function limitBody(): MiddlewareHandler<AppEnv> {
  const upTo = (maxSize: number) =>
    bodyLimit({
      maxSize,
      onError: () => {
        throw refusal(413, "limit", `The body is larger than ${Math.round(maxSize / KIB)} KiB.`);
      },
    });
  const small = upTo(256 * KIB);
  const large = upTo(10_240 * KIB);
  return (c, next) => (c.req.path === IMPORT ? large(c, next) : small(c, next));
}
