import { handle, type LambdaContext, type LambdaEvent } from "hono/aws-lambda";
import { createApp } from "@gradus/api";
import { serveApi } from "./runtime/api.ts";
import type { Invocation } from "./runtime/observe.ts";

/** Called by the HTTP API. Who asks has been seen to by its authorizers. */
export const handler = (event: LambdaEvent, invocation: Invocation & LambdaContext): Promise<unknown> =>
  serveApi(invocation, (api) => handle(createApp(api))(event, invocation));
