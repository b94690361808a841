import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SESClient } from "@aws-sdk/client-ses";
import { SFNClient } from "@aws-sdk/client-sfn";

/** The services that Gradus itself is made of. Each is made when it is first used, with region and credentials of the surroundings. */
export interface OwnClients {
  readonly workflows: SFNClient;
  readonly events: EventBridgeClient;
  readonly mail: SESClient;
  readonly secrets: SecretsManagerClient;
  readonly functions: LambdaClient;
}

/** A service that does not answer must not use up the time of the step that asks: the workflow tries again. */
const patience = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 2_000, requestTimeout: 10_000, throwOnRequestTimeout: true },
};

export function createOwnClients(): OwnClients {
  const made = new Map<string, unknown>();
  const once = <T>(name: string, make: () => T): T => {
    if (!made.has(name)) made.set(name, make());
    return made.get(name) as T;
  };
  return {
    get workflows() {
      return once("workflows", () => new SFNClient(patience));
    },
    get events() {
      return once("events", () => new EventBridgeClient(patience));
    },
    get mail() {
      return once("mail", () => new SESClient(patience));
    },
    get secrets() {
      return once("secrets", () => new SecretsManagerClient(patience));
    },
    get functions() {
      // A function that works for long is waited for; how long it may is its caller's concern.
      return once(
        "functions",
        () =>
          new LambdaClient({
            ...patience,
            requestHandler: { connectionTimeout: 2_000, requestTimeout: 60_000, throwOnRequestTimeout: true },
          }),
      );
    },
  };
}
