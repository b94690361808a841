import { tableDefinition, TTL_ATTRIBUTE } from "@gradus/store";
import { AttributeType, BillingMode, ProjectionType, Table, TableEncryption } from "aws-cdk-lib/aws-dynamodb";
import type { StackContext } from "sst/constructs";
import { settingsOf } from "./support/settings.ts";
import { namesOf } from "./support/names.ts";

/** A runaway must not cost more than this many requests a second; a fleet of 10,000 targets stays far below. */
const MOST_READS = 2_000;
const MOST_WRITES = 500;

/** The one table. Its design is packages/store/src/table.ts, the same for both runtimes. */
export function Storage({ stack, app }: StackContext) {
  const { production, removalPolicy } = settingsOf(app);
  const { table: tableName } = namesOf(stack, app.stage);
  const design = tableDefinition(tableName);
  const [hash, range] = design.KeySchema.map((k) => k.AttributeName);
  const text = (name: string | undefined) => ({ name: name ?? "", type: AttributeType.STRING });
  const table = new Table(stack, "Table", {
    tableName,
    partitionKey: text(hash),
    sortKey: text(range),
    billingMode: BillingMode.PAY_PER_REQUEST,
    maxReadRequestUnits: MOST_READS,
    maxWriteRequestUnits: MOST_WRITES,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    timeToLiveAttribute: TTL_ATTRIBUTE,
    encryption: TableEncryption.AWS_MANAGED,
    deletionProtection: production,
    removalPolicy,
  });
  for (const index of design.GlobalSecondaryIndexes) {
    const [g, s] = index.KeySchema.map((k) => k.AttributeName);
    table.addGlobalSecondaryIndex({
      indexName: index.IndexName,
      partitionKey: text(g),
      sortKey: text(s),
      projectionType: ProjectionType.INCLUDE,
      nonKeyAttributes: index.Projection.NonKeyAttributes,
      maxReadRequestUnits: MOST_READS,
      maxWriteRequestUnits: MOST_WRITES,
    });
  }
  stack.addOutputs({ Table: table.tableName });
}
