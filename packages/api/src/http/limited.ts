import type { MiddlewareHandler } from "hono";
import type { ApiContext } from "../ports.ts";
import type { AppEnv } from "./env.ts";
import { refusal } from "./errors.ts";

/** Who asks too much waits: a script that has run wild is no reason not to watch. */
export const limited =
  (api: ApiContext): MiddlewareHandler<AppEnv> =>
  async (c, next) => {
    const seconds = await api.access.wait?.(c.env);
    if (seconds !== undefined) {
      c.header("retry-after", `${seconds}`);
      throw refusal(429, "limit", `Too many requests came from here: ask again in ${seconds} s.`);
    }
    await next();
  };
