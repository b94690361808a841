import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { ECSClient } from "@aws-sdk/client-ecs";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { RDSClient } from "@aws-sdk/client-rds";
import { ResourceGroupsTaggingAPIClient } from "@aws-sdk/client-resource-groups-tagging-api";
import { once } from "./once.ts";

/** Of the surroundings (environment, role) where they are left out. */
export interface ClientOptions {
  region?: string;
  endpoint?: string;
  credentials?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
  requestTimeoutMs?: number;
}

/** The services through which targets are looked at and changed. Each client is made when it is first used. */
export interface Clients {
  readonly ecs: ECSClient;
  readonly lambda: LambdaClient;
  readonly rds: RDSClient;
  readonly cloudwatch: CloudWatchClient;
  readonly logs: CloudWatchLogsClient;
}

/**
 * One target that cannot be asked must not use up the time of a pass over all of them: the next pass asks again. Unless it is
 * told to throw, the SDK only warns of a request that takes too long, and goes on waiting.
 */
function configOf({ requestTimeoutMs = 5_000, ...options }: ClientOptions) {
  return {
    retryMode: "standard",
    maxAttempts: 3,
    requestHandler: {
      connectionTimeout: 1_000,
      requestTimeout: requestTimeoutMs,
      throwOnRequestTimeout: true,
    },
    ...options,
  };
}

export function createClients(options: ClientOptions = {}): Clients {
  const config = configOf(options);
  const ecs = once(() => new ECSClient(config));
  const lambda = once(() => new LambdaClient(config));
  const rds = once(() => new RDSClient(config));
  const cloudwatch = once(() => new CloudWatchClient(config));
  const logs = once(() => new CloudWatchLogsClient(config));
  return {
    get ecs() {
      return ecs();
    },
    get lambda() {
      return lambda();
    },
    get rds() {
      return rds();
    },
    get cloudwatch() {
      return cloudwatch();
    },
    get logs() {
      return logs();
    },
  };
}

export interface DiscoveryClients {
  readonly tagging: ResourceGroupsTaggingAPIClient;
}

/** What discovery needs, without the other services' code in its bundle. */
export const createDiscoveryClients = (options: ClientOptions = {}): DiscoveryClients => ({
  tagging: new ResourceGroupsTaggingAPIClient(configOf(options)),
});
