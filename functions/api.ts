import { handle, type LambdaContext, type LambdaEvent } from "hono/aws-lambda";
import { createApp } from "@gradus/api";
import { serveApi } from "./runtime/api.ts";
import type { Invocation } from "./runtime/observe.ts";
import { askerOf, createRate, tooMany } from "./runtime/rate.ts";

const wait = createRate({ now: () => Date.now() });

/** Called by the HTTP API. Who asks has been seen to by its authorizers. */
export const handler = async (
  event: LambdaEvent,
  invocation: Invocation & LambdaContext,
): Promise<unknown> => {
  const seconds = wait(askerOf(event));
  if (seconds !== undefined) return tooMany(seconds, invocation.awsRequestId);
  return serveApi(invocation, (api) => handle(createApp(api))(event, invocation));
};
