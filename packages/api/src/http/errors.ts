import { type ErrorCode, GradusError, isGradusError, messageOf, redact } from "@gradus/core";
import type { Context as HonoContext, ErrorHandler } from "hono";
import { HTTPException } from "hono/http-exception";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { ApiContext } from "../ports.ts";
import type { ErrorBody } from "../views/error.ts";
import type { AppEnv } from "./env.ts";

/** The one mapping of error codes to HTTP. */
export function statusOf(code: ErrorCode): ContentfulStatusCode {
  switch (code) {
    case "invalid_input":
      return 400;
    case "forbidden":
      return 403;
    case "not_found":
      return 404;
    case "conflict":
      return 409;
    case "expired":
      return 410;
    case "limit":
      return 413;
    case "corrupt":
    case "internal":
      return 500;
    case "unavailable":
      return 503;
    case "timeout":
      return 504;
    default:
      return code satisfies never;
  }
}

/** A refusal whose status says more than its code does (401, 415, 421). */
export const refusal = (status: ContentfulStatusCode, code: ErrorCode, message: string): HTTPException =>
  new HTTPException(status, { message, cause: new GradusError(code, message) });

export interface Problem {
  status: ContentfulStatusCode;
  body: ErrorBody;
}

/** What a caller gets to know of anything that was thrown. What is our own fault is opaque, and logged with the request id. */
export function problemOf(error: unknown, requestId: string, log: ApiContext["core"]["log"]): Problem {
  const cause = error instanceof HTTPException ? (error.cause ?? error) : error;
  const status = error instanceof HTTPException ? error.status : undefined;
  if (isGradusError(cause) && cause.code !== "corrupt" && cause.code !== "internal") {
    const { code, details } = cause;
    if (code === "unavailable" || code === "timeout") log("warn", cause.message, { requestId, code });
    // Details of input errors name fields; those of other faults may be internal.
    const told = code === "invalid_input" && Object.keys(details).length > 0 ? { details } : {};
    return {
      status: status ?? statusOf(code),
      body: { error: { code, message: redact(cause.message), requestId, ...told } },
    };
  }
  if (status !== undefined && status < 500)
    return {
      status,
      body: { error: { code: "invalid_input", message: redact(messageOf(error)), requestId } },
    };
  log("error", `a request failed: ${messageOf(cause)}`, {
    requestId,
    ...(isGradusError(cause) ? { code: cause.code, ...cause.details } : {}),
    stack: cause instanceof Error ? cause.stack : undefined,
  });
  return {
    status: 500,
    body: {
      error: {
        code: isGradusError(cause) ? cause.code : "internal",
        message: `Something went wrong inside Gradus. Its log has more under request ${requestId}.`,
        requestId,
      },
    },
  };
}

/** JSON for programs, a page for people. */
export const onError =
  (
    api: ApiContext,
    page: (c: HonoContext<AppEnv>, problem: Problem) => Response | Promise<Response>,
  ): ErrorHandler<AppEnv> =>
  (error, c) => {
    const problem = problemOf(error, c.get("requestId") ?? "unknown", api.core.log);
    return wantsPage(c) ? page(c, problem) : c.json(problem.body, problem.status);
  };

export const wantsPage = (c: HonoContext): boolean =>
  !c.req.path.startsWith("/api/") && (c.req.header("accept") ?? "").includes("text/html");
