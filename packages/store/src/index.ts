import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { Clock, Crypto, Store } from "@gradus/core";
import { auditStore } from "./audit/index.ts";
import { baselineStore } from "./baseline/index.ts";
import type { StoreContext } from "./context.ts";
import { escalationStore } from "./escalation/index.ts";
import { leaseStore } from "./lease/index.ts";
import { patternStore } from "./pattern/index.ts";
import { settingsStore } from "./settings/index.ts";
import { stateStore } from "./state/index.ts";
import { taskStore } from "./task/index.ts";
import { warrantStore } from "./warrant/index.ts";

export type { Store } from "@gradus/core";
export { createOnce } from "./once.ts";
export { connect, connectCloud } from "./client.ts";
export { nodeCrypto } from "./crypto.ts";
export type { Client } from "./client.ts";
export { INDEX_1, INDEX_2, tableDefinition, TTL_ATTRIBUTE } from "./table.ts";

export interface StoreOptions {
  client: DynamoDBClient;
  table: string;
  clock: Clock;
  crypto: Crypto;
  /** Index partitions of the lists: 4 on one machine, 16 on AWS. It may be raised later, never lowered. */
  shards?: number;
}

/** What the repositories and the journal share. */
export const storeContext = (options: StoreOptions): StoreContext => ({
  client: DynamoDBDocumentClient.from(options.client, { marshallOptions: { removeUndefinedValues: true } }),
  table: options.table,
  clock: options.clock,
  crypto: options.crypto,
  shards: options.shards ?? 4,
});

/** Every store port of core over one DynamoDB table. */
export function createStore(options: StoreOptions): Store {
  const ctx = storeContext(options);
  return {
    tasks: taskStore(ctx),
    escalations: escalationStore(ctx),
    warrants: warrantStore(ctx),
    patterns: patternStore(ctx),
    baselines: baselineStore(ctx),
    audit: auditStore(ctx),
    settings: settingsStore(ctx),
    leases: leaseStore(ctx),
    state: stateStore(ctx),
  };
}
