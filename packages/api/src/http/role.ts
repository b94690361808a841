import type { MiddlewareHandler } from "hono";
import type { AppEnv } from "./env.ts";
import { type Role, roles } from "../views/role.ts";
import { refusal } from "./errors.ts";

/** What a request needs, by its address alone, so that a new route that changes something is never open to viewers. */
export function neededFor(method: string, path: string): Role {
  if (method === "GET" || method === "HEAD" || method === "OPTIONS") return "viewer";
  // What was learned, and what targets allow: both outlast the day.
  return /^(\/api)?\/(patterns|targets)\//.test(path) ? "admin" : "operator";
}

/** Lets nobody do what needs a higher role. Signed links carry a permission of their own. */
export const permitted: MiddlewareHandler<AppEnv> = (c, next) => {
  const { method, path } = c.req;
  const needed = path.startsWith("/l/") ? "viewer" : neededFor(method, path);
  const role = c.get("role");
  if (roles.indexOf(role) < roles.indexOf(needed))
    throw refusal(
      403,
      "forbidden",
      `This needs the role ${needed}, and ${c.get("actor").replace(/^human:/, "")} has the role ${role}. An administrator of the user pool can change that.`,
    );
  return next();
};
