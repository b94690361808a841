import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { DynamoDBClientConfig } from "@aws-sdk/client-dynamodb";

export type Client = DynamoDBClient;

/** A client of an embedded store: nothing leaves the process, so nothing is signed and no credentials are looked for. */
export const connect = (options: { requestHandler: object }): Client =>
  new DynamoDBClient({
    region: "local",
    endpoint: "http://store.invalid",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    signer: { sign: async (request) => request },
    requestHandler: options.requestHandler as NonNullable<DynamoDBClientConfig["requestHandler"]>,
    maxAttempts: 1,
  });

/** A client of DynamoDB itself, with region and credentials of the surroundings. Gives up early: whoever calls tries again. */
export const connectCloud = (): Client =>
  new DynamoDBClient({
    maxAttempts: 4,
    requestHandler: { connectionTimeout: 2_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
  });
