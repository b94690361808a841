import { openEngine } from "../../../packages/local/src/store/engine.ts";
import { requestHandler } from "../../../packages/local/src/store/handler.ts";
import { ensureTable } from "../../../packages/local/src/store/table.ts";
import type { Meter } from "./meter.ts";

type Item = Record<string, { S?: string; N?: string; B?: string }>;
interface Request {
  Key?: Item;
  Item?: Item;
  ConsistentRead?: boolean;
  [key: string]: unknown;
}
interface Consumed {
  CapacityUnits?: number;
}

export const TABLE = "gradus";

export interface CountedTable {
  /** One call of DynamoDB's API, as its client sends it. */
  call(operation: string, body: string): Promise<{ status: number; body: string }>;
  /** Bytes of all rows, indexes included. */
  bytes(): Promise<number>;
  /** Bytes of the largest row whose key begins so. */
  largestRow(prefix: string): Promise<number>;
  close(): Promise<void>;
}

/** The embedded table, which says of each call what DynamoDB would bill: of the table by its own count, of the indexes by ours. */
export async function openCountedTable(meter: Meter): Promise<CountedTable> {
  const engine = await openEngine({});
  await ensureTable(engine, TABLE, "memory");
  const handler = requestHandler(engine);

  const send = async (operation: string, request: Request): Promise<{ status: number; answer: Request }> => {
    const { response } = await handler.handle({
      headers: { "x-amz-target": `DynamoDB_20120810.${operation}` },
      body: JSON.stringify(request),
    });
    return {
      status: response.statusCode,
      answer: JSON.parse(Buffer.from(response.body).toString("utf8")) as Request,
    };
  };
  const rowAt = async (key: Item): Promise<Item | undefined> =>
    (await send("GetItem", { TableName: TABLE, Key: key, ConsistentRead: true })).answer.Item;
  const rows = async (): Promise<Item[]> =>
    ((await send("Scan", { TableName: TABLE })).answer["Items"] ?? []) as Item[];

  return {
    async call(operation, body) {
      const request = { ...(JSON.parse(body) as Request), ReturnConsumedCapacity: "TOTAL" };
      const key = keyOf(request);
      const before = key && (await rowAt(key));
      const { status, answer } = await send(operation, request);
      const isWrite = /^(Put|Update|Delete|BatchWrite)/.test(operation);
      if (status !== 200) meter.count(isWrite ? "writeUnits" : "readUnits", 1);
      else {
        const units = unitsOf(answer["ConsumedCapacity"]);
        if (!isWrite) meter.count("readUnits", Math.max(units, request.ConsistentRead ? 1 : 0.5));
        else meter.count("writeUnits", units + (key ? indexUnits(before, await rowAt(key)) : 0));
      }
      return { status, body: JSON.stringify(answer) };
    },
    bytes: async () =>
      (await rows()).reduce(
        (sum, row) => sum + sizeOf(row) + sizeOf(entry(row, "g1")) + sizeOf(entry(row, "g2")),
        0,
      ),
    largestRow: async (prefix) =>
      Math.max(0, ...(await rows()).filter((row) => row["pk"]?.S?.startsWith(prefix)).map(sizeOf)),
    close: () => engine.close(),
  };
}

function keyOf({ Key, Item }: Request): Item | undefined {
  if (Key) return Key;
  const { pk, sk } = Item ?? {};
  return pk && sk ? { pk, sk } : undefined;
}

const unitsOf = (consumed: unknown): number =>
  (Array.isArray(consumed) ? (consumed as Consumed[]) : [consumed as Consumed | undefined]).reduce(
    (sum, one) => sum + (one?.CapacityUnits ?? 0),
    0,
  );

/**
 * What an index costs beside its table, which the embedded table does not count: nothing where its entry stays as it is, one
 * write where it comes, goes or changes, two where it moves. Source: DynamoDB's developer guide, global secondary indexes.
 */
function indexUnits(before: Item | undefined, after: Item | undefined): number {
  return ["g1", "g2"].reduce((sum, hash) => {
    const [old, now] = [entry(before, hash), entry(after, hash)];
    if (JSON.stringify(old) === JSON.stringify(now)) return sum;
    const moved = old && now && (old[hash]?.S !== now[hash]?.S || old["gs"]?.S !== now["gs"]?.S);
    if (moved) return sum + kilobytes(old) + kilobytes(now);
    return sum + Math.max(kilobytes(old), kilobytes(now));
  }, 0);
}

/** A row's entry in an index, as the table's design projects it; none without the index's keys. */
function entry(row: Item | undefined, hash: string): Item | undefined {
  if (!row?.[hash] || !row["gs"]) return undefined;
  return Object.fromEntries(
    ["pk", "sk", hash, "gs", "sum"].flatMap((name) => (row[name] ? [[name, row[name]]] : [])),
  );
}

const kilobytes = (item: Item | undefined): number => Math.ceil(sizeOf(item) / 1024);

function sizeOf(item: Item | undefined): number {
  return Object.entries(item ?? {}).reduce(
    (sum, [name, { S, N, B }]) =>
      sum + name.length + Buffer.byteLength(S ?? N ?? "") + (B ? Buffer.byteLength(B, "base64") : 0),
    0,
  );
}
