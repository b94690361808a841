import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SESClient } from "@aws-sdk/client-ses";
import { SFNClient } from "@aws-sdk/client-sfn";
import { once } from "./clients/once.ts";

/*
 * The services that Gradus itself is made of, with region and credentials of the surroundings. One function for each, so that
 * a bundle holds only what its function calls; made when first asked for, and kept.
 */

/** A service that does not answer must not use up the time of the step that asks: the workflow tries again. */
const patience = (requestTimeout: number) => ({
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 2_000, requestTimeout, throwOnRequestTimeout: true },
});

export const workflowsClient = /* @__PURE__ */ once(() => new SFNClient(patience(10_000)));
export const eventsClient = /* @__PURE__ */ once(() => new EventBridgeClient(patience(10_000)));
export const mailClient = /* @__PURE__ */ once(() => new SESClient(patience(10_000)));
export const secretsClient = /* @__PURE__ */ once(() => new SecretsManagerClient(patience(10_000)));
/** Asked once: a function that works for long is waited for, and a control must not be used twice. */
export const functionsClient = /* @__PURE__ */ once(
  () => new LambdaClient({ ...patience(60_000), maxAttempts: 1 }),
);
