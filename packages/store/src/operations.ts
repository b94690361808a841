import {
  BatchGetCommand,
  DeleteCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import { GradusError } from "@gradus/core";
import type { Key, Row, StoreContext } from "./context.ts";
import { attemptsOf, isConditionFailure, toGradusError } from "./fault.ts";

export interface Condition {
  expression: string;
  names?: Record<string, string>;
  values?: Record<string, unknown>;
}

export const isNew: Condition = { expression: "attribute_not_exists(pk)" };
export const hasVersion = (version: number): Condition =>
  version === 0 ? isNew : { expression: "v = :v", values: { ":v": version } };

const nameOf = (key: Key): string => `${key.pk} ${key.sk}`;
const conditionInput = (condition: Condition | undefined) =>
  condition && {
    ConditionExpression: condition.expression,
    ...(condition.names && { ExpressionAttributeNames: condition.names }),
    ...(condition.values && { ExpressionAttributeValues: condition.values }),
  };

/** Strongly consistent read of one row. */
export async function get(ctx: StoreContext, key: Key): Promise<Row | undefined> {
  try {
    const { Item } = await ctx.client.send(
      new GetCommand({ TableName: ctx.table, Key: { pk: key.pk, sk: key.sk }, ConsistentRead: true }),
    );
    return Item as Row | undefined;
  } catch (error) {
    throw toGradusError(error, nameOf(key));
  }
}

/** One write. Throws "conflict" if the condition does not hold, unless it was this very write that broke it. */
export async function put(ctx: StoreContext, row: Row, condition?: Condition): Promise<void> {
  const item = { ...row, w: ctx.crypto.randomId() };
  try {
    await ctx.client.send(new PutCommand({ TableName: ctx.table, Item: item, ...conditionInput(condition) }));
  } catch (error) {
    if (isConditionFailure(error) && attemptsOf(error) > 1 && (await get(ctx, row))?.["w"] === item.w) return;
    throw toGradusError(error, nameOf(row));
  }
}

/** One conditional update; `changes` is what follows SET (and may go on with REMOVE). False if the condition does not hold. */
export async function update(
  ctx: StoreContext,
  key: Key,
  changes: string,
  condition: Condition,
): Promise<boolean> {
  const w = ctx.crypto.randomId();
  try {
    await ctx.client.send(
      new UpdateCommand({
        TableName: ctx.table,
        Key: { pk: key.pk, sk: key.sk },
        UpdateExpression: `SET w = :w, ${changes}`,
        ConditionExpression: condition.expression,
        ...(condition.names && { ExpressionAttributeNames: condition.names }),
        ExpressionAttributeValues: { ...condition.values, ":w": w },
      }),
    );
    return true;
  } catch (error) {
    if (!isConditionFailure(error)) throw toGradusError(error, nameOf(key));
    return attemptsOf(error) > 1 && (await get(ctx, key))?.["w"] === w;
  }
}

export async function remove(ctx: StoreContext, key: Key): Promise<void> {
  try {
    await ctx.client.send(new DeleteCommand({ TableName: ctx.table, Key: { pk: key.pk, sk: key.sk } }));
  } catch (error) {
    throw toGradusError(error, nameOf(key));
  }
}

export interface Query {
  /** Absent: the table itself, strongly consistent. */
  index?: { name: string; hash: "g1" | "g2" };
  partition: string;
  /** Bounds of the sort key, both included. */
  from?: string;
  to?: string;
  newestFirst?: boolean;
  limit?: number;
  /** Attributes to read; all if absent. */
  only?: readonly string[];
}

/** Rows of one partition in order of the sort key; all of them unless there is a limit. */
export async function query(ctx: StoreContext, q: Query): Promise<Row[]> {
  const hash = q.index?.hash ?? "pk";
  const sort = q.index ? "gs" : "sk";
  const input = {
    TableName: ctx.table,
    ...(q.index ? { IndexName: q.index.name } : { ConsistentRead: true }),
    KeyConditionExpression: "#h = :h AND #s BETWEEN :from AND :to",
    ExpressionAttributeNames: {
      "#h": hash,
      "#s": sort,
      ...Object.fromEntries((q.only ?? []).map((name, i) => [`#o${i}`, name])),
    },
    ExpressionAttributeValues: { ":h": q.partition, ":from": q.from ?? " ", ":to": q.to ?? "\uffff" },
    ScanIndexForward: !q.newestFirst,
    ...(q.only && { ProjectionExpression: q.only.map((_, i) => `#o${i}`).join(", ") }),
  };
  const rows: Row[] = [];
  let start: Record<string, unknown> | undefined;
  try {
    do {
      const page = await ctx.client.send(
        new QueryCommand({
          ...input,
          ...(start && { ExclusiveStartKey: start }),
          ...(q.limit !== undefined && { Limit: q.limit - rows.length }),
        }),
      );
      rows.push(...((page.Items ?? []) as Row[]));
      start = page.LastEvaluatedKey;
    } while (start && (q.limit === undefined || rows.length < q.limit));
  } catch (error) {
    throw toGradusError(error, q.partition);
  }
  return rows;
}

const BATCH = 100;
const BATCH_TRIES = 8;

/** Strongly consistent reads of many rows; those that are not there are left out. Order is not kept. `only`: attributes to read. */
export async function getMany(
  ctx: StoreContext,
  keys: readonly Key[],
  only?: readonly string[],
): Promise<Row[]> {
  const projection = only && {
    ProjectionExpression: only.map((_, i) => `#o${i}`).join(", "),
    ExpressionAttributeNames: Object.fromEntries(only.map((name, i) => [`#o${i}`, name])),
  };
  const rows: Row[] = [];
  let left = keys.map(({ pk, sk }) => ({ pk, sk }));
  for (let tries = 0; left.length > 0; tries++) {
    if (tries > BATCH_TRIES + keys.length / BATCH) {
      throw new GradusError("unavailable", "the store does not keep up with the reads");
    }
    const now = left.slice(0, BATCH);
    try {
      const answer = await ctx.client.send(
        new BatchGetCommand({
          RequestItems: { [ctx.table]: { Keys: now, ConsistentRead: true, ...projection } },
        }),
      );
      rows.push(...((answer.Responses?.[ctx.table] ?? []) as Row[]));
      const again = (answer.UnprocessedKeys?.[ctx.table]?.Keys ?? []) as Key[];
      left = [...again.map(({ pk, sk }) => ({ pk, sk })), ...left.slice(BATCH)];
    } catch (error) {
      throw toGradusError(error, "batch read");
    }
  }
  return rows;
}
