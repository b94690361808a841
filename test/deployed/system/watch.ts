import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from "@aws-sdk/client-dynamodb-streams";
import { DescribeTableCommand, DynamoDBClient, UpdateTableCommand } from "@aws-sdk/client-dynamodb";
import { setTimeout as sleep } from "node:timers/promises";
import type { MiniStack } from "../ministack/start.ts";

/** Looks every quarter of a second until there is something. Throws when it takes longer than it may. */
export async function until<T>(
  what: string,
  seconds: number,
  look: () => Promise<T | undefined | false>,
): Promise<T> {
  for (const deadline = Date.now() + seconds * 1_000; ; await sleep(250)) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > deadline) throw new Error(`there was never ${what} within ${seconds} s`);
  }
}

export interface Counts {
  writes: number;
  /** What was written, by the kind of row. */
  kinds: string[];
}

/** Counts what is written to the table from now on, by its stream: every write, whoever made it. */
export async function countWrites(
  stack: MiniStack,
): Promise<{ of(task: string, target: string): Promise<Counts> }> {
  const config = {
    endpoint: stack.endpoint,
    region: stack.region,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  };
  const dynamo = new DynamoDBClient(config);
  const streams = new DynamoDBStreamsClient(config);
  const TableName = "gradus-test";
  await dynamo.send(
    new UpdateTableCommand({
      TableName,
      StreamSpecification: { StreamEnabled: true, StreamViewType: "KEYS_ONLY" },
    }),
  );
  const { Table } = await dynamo.send(new DescribeTableCommand({ TableName }));
  const StreamArn = Table?.LatestStreamArn;
  return {
    async of(task, target) {
      const fingerprint = task.split("-")[0];
      const keys: string[] = [];
      const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn }));
      for (const { ShardId } of StreamDescription?.Shards ?? []) {
        const from = { StreamArn, ShardId, ShardIteratorType: "TRIM_HORIZON" } as const;
        let { ShardIterator } = await streams.send(new GetShardIteratorCommand(from));
        for (let pages = 0; ShardIterator !== undefined && pages < 100; pages++) {
          const page = await streams.send(new GetRecordsCommand({ ShardIterator }));
          keys.push(...(page.Records ?? []).map((r) => r.dynamodb?.Keys?.["pk"]?.S ?? ""));
          if ((page.Records ?? []).length === 0) break;
          ShardIterator = page.NextShardIterator;
        }
      }
      const own = keys.filter(
        (pk) => pk === `task|${fingerprint}` || pk === `lease|${target}` || pk.startsWith("pattern|"),
      );
      return { writes: own.length, kinds: own.map((pk) => pk.split("|")[0] ?? "") };
    },
  };
}
